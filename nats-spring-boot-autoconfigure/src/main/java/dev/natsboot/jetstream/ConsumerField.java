package dev.natsboot.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.ReplayPolicy;

/**
 * All that can be declared about a durable consumer. A number that limits something is
 * unlimited when it is -1.
 *
 * @since 0.1.0
 */
public enum ConsumerField implements Field {

	/** Subjects of the stream that it delivers: {@code List} of {@code String}. */
	FILTER_SUBJECTS("filter-subjects", "filter_subjects", List.class),

	/** Text for people: {@code String}. */
	DESCRIPTION("description", "description", String.class),

	/** What is acknowledged: {@link AckPolicy}. */
	ACK_POLICY("ack-policy", "ack_policy", AckPolicy.class),

	/** After how long an unsettled message is delivered again: {@link Duration}. */
	ACK_WAIT("ack-wait", "ack_wait", Duration.class),

	/** How often a message is delivered at the most: {@code Long}. */
	MAX_DELIVERIES("max-deliveries", "max_deliver", Long.class),

	/** Delays between deliveries: {@code List} of {@link Duration}. */
	BACKOFF("backoff", "backoff", List.class),

	/** How many messages may be delivered and not settled: {@code Long}. */
	MAX_ACK_PENDING("max-ack-pending", "max_ack_pending", Long.class),

	/** Where it begins: {@link DeliverPolicy}. */
	DELIVER_POLICY("deliver-policy", "deliver_policy", DeliverPolicy.class),

	/** The sequence at which it begins: {@code Long}. */
	START_SEQUENCE("start-sequence", "opt_start_seq", Long.class),

	/** The time at which it begins: {@link Instant}. */
	START_TIME("start-time", "opt_start_time", Instant.class),

	/** How fast it replays: {@link ReplayPolicy}. */
	REPLAY_POLICY("replay-policy", "replay_policy", ReplayPolicy.class),

	/** How many pull requests may wait: {@code Long}. */
	MAX_WAITING("max-waiting", "max_waiting", Long.class),

	/** How many messages a pull request may ask for: {@code Long}. */
	MAX_BATCH("max-batch", "max_batch", Long.class),

	/** How many bytes a pull request may ask for: {@code Long}. */
	MAX_BYTES("max-bytes", "max_bytes", Long.class),

	/** For how long a pull request may wait: {@link Duration}. */
	MAX_EXPIRES("max-expires", "max_expires", Duration.class),

	/** Whether payloads are left out: {@code Boolean}. */
	HEADERS_ONLY("headers-only", "headers_only", Boolean.class),

	/** After how long without a client the server removes it: {@link Duration}. */
	INACTIVE_THRESHOLD("inactive-threshold", "inactive_threshold", Duration.class),

	/** On how many servers: {@code Integer}, 0 for as many as the stream. */
	REPLICAS("replicas", "num_replicas", Integer.class),

	/** Whether its state is kept in memory: {@code Boolean}. */
	MEMORY_STORAGE("memory-storage", "mem_storage", Boolean.class),

	/** Which part of the acks is sampled, such as {@code 10%}: {@code String}. */
	SAMPLE_FREQUENCY("sample-frequency", "sample_freq", String.class),

	/** Groups of clients that it tells apart: {@code List} of {@code String}. */
	PRIORITY_GROUPS("priority-groups", "priority_groups", List.class),

	/** How it chooses among the clients of a group: {@link PriorityPolicy}. */
	PRIORITY_POLICY("priority-policy", "priority_policy", PriorityPolicy.class),

	/** After how long a silent pinned client is given up: {@link Duration}. */
	PRIORITY_TIMEOUT("priority-timeout", "priority_timeout", Duration.class),

	/** Words about it: {@code Map} of {@code String} to {@code String}. */
	METADATA("metadata", "metadata", Map.class);

	private final String property;

	private final String wireName;

	private final Class<?> type;

	ConsumerField(String property, String wireName, Class<?> type) {
		this.property = property;
		this.wireName = wireName;
		this.type = type;
	}

	@Override
	public String property() {
		return this.property;
	}

	@Override
	public String wireName() {
		return this.wireName;
	}

	@Override
	public Class<?> type() {
		return this.type;
	}

}

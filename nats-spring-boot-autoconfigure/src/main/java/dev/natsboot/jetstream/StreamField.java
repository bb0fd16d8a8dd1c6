package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.nats.client.api.CompressionOption;
import io.nats.client.api.ConsumerLimits;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Mirror;
import io.nats.client.api.PersistMode;
import io.nats.client.api.Placement;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.SubjectTransform;

/**
 * All that can be declared about a stream. A number that limits something is unlimited
 * when it is -1.
 *
 * @since 0.1.0
 */
public enum StreamField implements Field {

	/** Subjects that it stores: {@code List} of {@code String}. */
	SUBJECTS("subjects", "subjects", List.class),

	/** Text for people: {@code String}. */
	DESCRIPTION("description", "description", String.class),

	/** When messages are removed: {@link RetentionPolicy}. */
	RETENTION("retention", "retention", RetentionPolicy.class),

	/** Where messages are kept: {@link StorageType}. */
	STORAGE("storage", "storage", StorageType.class),

	/** On how many servers: {@code Integer}. */
	REPLICAS("replicas", "num_replicas", Integer.class),

	/** How many messages: {@code Long}. */
	MAX_MESSAGES("max-messages", "max_msgs", Long.class),

	/** How many messages of one subject: {@code Long}. */
	MAX_MESSAGES_PER_SUBJECT("max-messages-per-subject", "max_msgs_per_subject", Long.class),

	/** How many bytes in all: {@code Long}. */
	MAX_BYTES("max-bytes", "max_bytes", Long.class),

	/** For how long a message is kept: {@link Duration}, zero for ever. */
	MAX_AGE("max-age", "max_age", Duration.class),

	/** How many bytes a message may have, headers included: {@code Long}. */
	MAX_MESSAGE_SIZE("max-message-size", "max_msg_size", Long.class),

	/** How many consumers it may have: {@code Long}. */
	MAX_CONSUMERS("max-consumers", "max_consumers", Long.class),

	/** What happens when it is full: {@link DiscardPolicy}. */
	DISCARD("discard", "discard", DiscardPolicy.class),

	/** Whether a full subject refuses new messages too: {@code Boolean}. */
	DISCARD_NEW_PER_SUBJECT("discard-new-per-subject", "discard_new_per_subject", Boolean.class),

	/** For how long message ids are remembered: {@link Duration}. */
	DUPLICATE_WINDOW("duplicate-window", "duplicate_window", Duration.class),

	/** How files are compressed: {@link CompressionOption}. */
	COMPRESSION("compression", "compression", CompressionOption.class),

	/** Whether a message may say when it expires: {@code Boolean}. */
	ALLOW_MESSAGE_TTL("allow-message-ttl", "allow_msg_ttl", Boolean.class),

	/** How long the marker of an expired last message stays: {@link Duration}. */
	SUBJECT_DELETE_MARKER_TTL("subject-delete-marker-ttl", "subject_delete_marker_ttl", Duration.class),

	/** Whether a message may say when it is delivered: {@code Boolean}. */
	ALLOW_MESSAGE_SCHEDULES("allow-message-schedules", "allow_msg_schedules", Boolean.class),

	/** Whether it counts: {@code Boolean}. */
	ALLOW_MESSAGE_COUNTER("allow-message-counter", "allow_msg_counter", Boolean.class),

	/** Whether several messages may be published as one: {@code Boolean}. */
	ALLOW_ATOMIC_PUBLISH("allow-atomic-publish", "allow_atomic", Boolean.class),

	/**
	 * Whether messages may be read without a consumer, from any replica: {@code Boolean}.
	 */
	ALLOW_DIRECT("allow-direct", "allow_direct", Boolean.class),

	/** The same for a mirror: {@code Boolean}. */
	MIRROR_DIRECT("mirror-direct", "mirror_direct", Boolean.class),

	/** Whether a message may take the place of earlier ones: {@code Boolean}. */
	ALLOW_ROLLUP("allow-rollup", "allow_rollup_hdrs", Boolean.class),

	/** Whether messages cannot be deleted: {@code Boolean}. */
	DENY_DELETE("deny-delete", "deny_delete", Boolean.class),

	/** Whether it cannot be purged: {@code Boolean}. */
	DENY_PURGE("deny-purge", "deny_purge", Boolean.class),

	/** Whether publishing is not acknowledged: {@code Boolean}. */
	NO_ACK("no-ack", "no_ack", Boolean.class),

	/** Number of its first message: {@code Long}. */
	FIRST_SEQUENCE("first-sequence", "first_seq", Long.class),

	/** When messages are written to the file: {@link PersistMode}. */
	PERSIST_MODE("persist-mode", "persist_mode", PersistMode.class),

	/** Which servers it is on: {@link Placement}. */
	PLACEMENT("placement", "placement", Placement.class),

	/** The stream that it is a copy of: {@link Mirror}. */
	MIRROR("mirror", "mirror", Mirror.class),

	/** The streams that it takes messages from: {@code List} of {@code Source}. */
	SOURCES("sources", "sources", List.class),

	/** What subjects become before they are stored: {@link SubjectTransform}. */
	SUBJECT_TRANSFORM("subject-transform", "subject_transform", SubjectTransform.class),

	/** Where stored messages are published again: {@link Republish}. */
	REPUBLISH("republish", "republish", Republish.class),

	/** Limits for its consumers: {@link ConsumerLimits}. */
	CONSUMER_LIMITS("consumer-limits", "consumer_limits", ConsumerLimits.class),

	/** Words about it: {@code Map} of {@code String} to {@code String}. */
	METADATA("metadata", "metadata", Map.class);

	private final String property;

	private final String wireName;

	private final Class<?> type;

	StreamField(String property, String wireName, Class<?> type) {
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

package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.ProvisioningPolicy;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.ReplayPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a durable consumer. What is not set is not declared: the server's default
 * when it is created, and never compared or changed.
 *
 * @param stream name of its stream
 * @param durable name of the consumer where it is not the property's key
 * @param connection connection by which it is provisioned
 * @param provisioning what is done about it
 * @param filterSubjects subjects of the stream that it delivers
 * @param description text for people
 * @param ackPolicy what is acknowledged
 * @param ackWait after how long an unsettled message is delivered again
 * @param maxDeliveries how often a message is delivered at the most
 * @param backoff delays between deliveries in place of the ack wait
 * @param maxAckPending how many messages may be delivered and not settled
 * @param deliverPolicy where it begins
 * @param startSequence the sequence at which it begins
 * @param startTime the time at which it begins
 * @param replayPolicy how fast it replays
 * @param maxWaiting how many pull requests may wait
 * @param maxBatch how many messages a pull request may ask for
 * @param maxBytes how much a pull request may ask for
 * @param maxExpires for how long a pull request may wait
 * @param headersOnly whether payloads are left out
 * @param inactiveThreshold after how long without a client the server removes it
 * @param replicas on how many servers
 * @param memoryStorage whether its state is kept in memory
 * @param sampleFrequency which part of the acks is sampled
 * @param priorityGroups groups of clients that it tells apart
 * @param priorityPolicy how it chooses among the clients of a group
 * @param priorityTimeout after how long a silent pinned client is given up
 * @param metadata words about it
 * @since 0.1.0
 */
public record NatsConsumerProperties(@Nullable String stream, @Nullable String durable,
		@DefaultValue(NatsConnections.DEFAULT_NAME) String connection, @Nullable ProvisioningPolicy provisioning,
		@Nullable List<String> filterSubjects, @Nullable String description, @Nullable AckPolicy ackPolicy,
		@Nullable Duration ackWait, @Nullable Long maxDeliveries, @Nullable List<Duration> backoff,
		@Nullable Long maxAckPending, @Nullable DeliverPolicy deliverPolicy, @Nullable Long startSequence,
		@Nullable Instant startTime, @Nullable ReplayPolicy replayPolicy, @Nullable Long maxWaiting,
		@Nullable Long maxBatch, @Nullable DataSize maxBytes, @Nullable Duration maxExpires,
		@Nullable Boolean headersOnly, @Nullable Duration inactiveThreshold, @Nullable Integer replicas,
		@Nullable Boolean memoryStorage, @Nullable String sampleFrequency, @Nullable List<String> priorityGroups,
		@Nullable PriorityPolicy priorityPolicy, @Nullable Duration priorityTimeout,
		@Nullable Map<String, String> metadata) {
}

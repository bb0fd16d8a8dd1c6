package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.ProvisioningPolicy;
import io.nats.client.api.CompressionOption;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PersistMode;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a stream. What is not set is not declared: the server's default when it
 * is created, and never compared or changed.
 *
 * @param name name of the stream where it is not the property's key
 * @param connection connection by which it is provisioned
 * @param provisioning what is done about it
 * @param subjects subjects that it stores
 * @param description text for people
 * @param retention when messages are removed
 * @param storage where messages are kept
 * @param replicas on how many servers
 * @param maxMessages how many messages it keeps
 * @param maxMessagesPerSubject how many messages of one subject it keeps
 * @param maxBytes how much it keeps in all
 * @param maxAge for how long it keeps a message
 * @param maxMessageSize how large a message may be, headers included
 * @param maxConsumers how many consumers it may have
 * @param discard what happens when it is full
 * @param discardNewPerSubject whether a full subject refuses new messages too
 * @param duplicateWindow for how long message ids are remembered
 * @param compression how files are compressed
 * @param allowMessageTtl whether a message may say when it expires
 * @param subjectDeleteMarkerTtl how long the marker of an expired last message stays
 * @param allowMessageSchedules whether a message may say when it is delivered
 * @param allowMessageCounter whether it counts
 * @param allowAtomicPublish whether several messages may be published as one
 * @param allowDirect whether messages may be read without a consumer from any replica
 * @param mirrorDirect the same for a mirror
 * @param allowRollup whether a message may take the place of earlier ones
 * @param denyDelete whether messages cannot be deleted
 * @param denyPurge whether it cannot be purged
 * @param noAck whether publishing is not acknowledged
 * @param firstSequence number of its first message
 * @param persistMode when messages are written to the file
 * @param placement which servers it is on
 * @param mirror the stream that it is a copy of
 * @param sources the streams that it takes messages from
 * @param subjectTransform what subjects become before they are stored
 * @param republish where stored messages are published again
 * @param consumerLimits limits for its consumers
 * @param metadata words about it
 * @since 0.1.0
 */
public record NatsStreamProperties(@Nullable String name, @DefaultValue(NatsConnections.DEFAULT_NAME) String connection,
		@Nullable ProvisioningPolicy provisioning, @Nullable List<String> subjects, @Nullable String description,
		@Nullable RetentionPolicy retention, @Nullable StorageType storage, @Nullable Integer replicas,
		@Nullable Long maxMessages, @Nullable Long maxMessagesPerSubject, @Nullable DataSize maxBytes,
		@Nullable Duration maxAge, @Nullable DataSize maxMessageSize, @Nullable Long maxConsumers,
		@Nullable DiscardPolicy discard, @Nullable Boolean discardNewPerSubject, @Nullable Duration duplicateWindow,
		@Nullable CompressionOption compression, @Nullable Boolean allowMessageTtl,
		@Nullable Duration subjectDeleteMarkerTtl, @Nullable Boolean allowMessageSchedules,
		@Nullable Boolean allowMessageCounter, @Nullable Boolean allowAtomicPublish, @Nullable Boolean allowDirect,
		@Nullable Boolean mirrorDirect, @Nullable Boolean allowRollup, @Nullable Boolean denyDelete,
		@Nullable Boolean denyPurge, @Nullable Boolean noAck, @Nullable Long firstSequence,
		@Nullable PersistMode persistMode, @Nullable Placement placement, @Nullable Origin mirror,
		@Nullable List<Origin> sources, @Nullable Transform subjectTransform, @Nullable Republish republish,
		@Nullable Limits consumerLimits, @Nullable Map<String, String> metadata) {

	/**
	 * Which servers a stream is on.
	 *
	 * @param cluster name of the cluster
	 * @param tags tags that the servers have
	 */
	public record Placement(@Nullable String cluster, @Nullable List<String> tags) {
	}

	/**
	 * A stream that messages come from.
	 *
	 * @param name name of the stream
	 * @param filterSubject which of its subjects
	 * @param startSequence from which message on
	 * @param startTime from which time on
	 * @param domain JetStream domain that it is in
	 * @param external account that it is in
	 * @param subjectTransforms what subjects become
	 */
	public record Origin(@Nullable String name, @Nullable String filterSubject, @Nullable Long startSequence,
			@Nullable Instant startTime, @Nullable String domain, @Nullable External external,
			@Nullable List<Transform> subjectTransforms) {
	}

	/**
	 * How another account is reached.
	 *
	 * @param api prefix of its JetStream API
	 * @param deliver prefix of what it delivers to
	 */
	public record External(@Nullable String api, @Nullable String deliver) {
	}

	/**
	 * What becomes of subjects.
	 *
	 * @param source subjects that are changed
	 * @param destination what they become
	 */
	public record Transform(@Nullable String source, @Nullable String destination) {
	}

	/**
	 * Where stored messages are published again.
	 *
	 * @param source subjects that are published again
	 * @param destination what they become
	 * @param headersOnly whether payloads are left out
	 */
	public record Republish(@Nullable String source, @Nullable String destination,
			@DefaultValue("false") boolean headersOnly) {
	}

	/**
	 * Limits for the consumers of a stream.
	 *
	 * @param inactiveThreshold after how long without a client one is removed
	 * @param maxAckPending how many messages one may have delivered and not settled
	 */
	public record Limits(@Nullable Duration inactiveThreshold, @Nullable Long maxAckPending) {
	}

}

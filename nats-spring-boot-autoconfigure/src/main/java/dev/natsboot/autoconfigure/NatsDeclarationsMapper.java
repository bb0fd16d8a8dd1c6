package dev.natsboot.autoconfigure;

import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.ConsumerField;
import dev.natsboot.jetstream.DurableDeclaration;
import dev.natsboot.jetstream.StreamDeclaration;
import dev.natsboot.jetstream.StreamField;
import io.nats.client.api.ConsumerLimits;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.Placement;
import io.nats.client.api.Republish;
import io.nats.client.api.Source;
import io.nats.client.api.SourceBase;
import io.nats.client.api.SubjectTransform;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes declarations of properties.
 */
final class NatsDeclarationsMapper {

	private static final String STREAMS = "nats.jetstream.streams.";

	private static final String CONSUMERS = "nats.jetstream.consumers.";

	private final NatsJetStreamProperties properties;

	NatsDeclarationsMapper(NatsJetStreamProperties properties) {
		this.properties = properties;
	}

	List<StreamDeclaration> streams() {
		return this.properties.getStreams()
			.entrySet()
			.stream()
			.map((entry) -> valid(STREAMS + entry.getKey(), () -> stream(entry.getKey(), entry.getValue())))
			.toList();
	}

	List<DurableDeclaration> consumers() {
		return this.properties.getConsumers()
			.entrySet()
			.stream()
			.map((entry) -> valid(CONSUMERS + entry.getKey(), () -> consumer(entry.getKey(), entry.getValue())))
			.toList();
	}

	private static <T> T valid(String declaredAt, Supplier<T> declaration) {
		try {
			return declaration.get();
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(declaredAt,
					"The values of " + declaredAt + " cannot work: " + ex.getMessage(),
					"Correct the properties below " + declaredAt + ".", ex);
		}
	}

	private static StreamDeclaration stream(String key, NatsStreamProperties from) {
		return StreamDeclaration.builder((from.name() != null) ? from.name() : key)
			.declaredAt(STREAMS + key)
			.connection(from.connection())
			.policy(from.provisioning())
			.set(StreamField.SUBJECTS, from.subjects())
			.set(StreamField.DESCRIPTION, from.description())
			.set(StreamField.RETENTION, from.retention())
			.set(StreamField.STORAGE, from.storage())
			.set(StreamField.REPLICAS, from.replicas())
			.set(StreamField.MAX_MESSAGES, from.maxMessages())
			.set(StreamField.MAX_MESSAGES_PER_SUBJECT, from.maxMessagesPerSubject())
			.set(StreamField.MAX_BYTES, bytes(from.maxBytes()))
			.set(StreamField.MAX_AGE, from.maxAge())
			.set(StreamField.MAX_MESSAGE_SIZE, bytes(from.maxMessageSize()))
			.set(StreamField.MAX_CONSUMERS, from.maxConsumers())
			.set(StreamField.DISCARD, from.discard())
			.set(StreamField.DISCARD_NEW_PER_SUBJECT, from.discardNewPerSubject())
			.set(StreamField.DUPLICATE_WINDOW, from.duplicateWindow())
			.set(StreamField.COMPRESSION, from.compression())
			.set(StreamField.ALLOW_MESSAGE_TTL, from.allowMessageTtl())
			.set(StreamField.SUBJECT_DELETE_MARKER_TTL, from.subjectDeleteMarkerTtl())
			.set(StreamField.ALLOW_MESSAGE_SCHEDULES, from.allowMessageSchedules())
			.set(StreamField.ALLOW_MESSAGE_COUNTER, from.allowMessageCounter())
			.set(StreamField.ALLOW_ATOMIC_PUBLISH, from.allowAtomicPublish())
			.set(StreamField.ALLOW_DIRECT, from.allowDirect())
			.set(StreamField.MIRROR_DIRECT, from.mirrorDirect())
			.set(StreamField.ALLOW_ROLLUP, from.allowRollup())
			.set(StreamField.DENY_DELETE, from.denyDelete())
			.set(StreamField.DENY_PURGE, from.denyPurge())
			.set(StreamField.NO_ACK, from.noAck())
			.set(StreamField.FIRST_SEQUENCE, from.firstSequence())
			.set(StreamField.PERSIST_MODE, from.persistMode())
			.set(StreamField.PLACEMENT, placement(from.placement()))
			.set(StreamField.MIRROR, (from.mirror() != null) ? origin(Mirror.builder(), from.mirror()).build() : null)
			.set(StreamField.SOURCES, sources(from.sources()))
			.set(StreamField.SUBJECT_TRANSFORM, transform(from.subjectTransform()))
			.set(StreamField.REPUBLISH, republish(from.republish()))
			.set(StreamField.CONSUMER_LIMITS, limits(from.consumerLimits()))
			.set(StreamField.METADATA, from.metadata())
			.build();
	}

	private static DurableDeclaration consumer(String key, NatsConsumerProperties from) {
		String declaredAt = CONSUMERS + key;
		if (from.stream() == null) {
			throw new NatsConfigurationException(declaredAt + ".stream", "Consumer '" + key + "' has no stream",
					"Write " + declaredAt + ".stream.");
		}
		return DurableDeclaration.builder(from.stream(), (from.durable() != null) ? from.durable() : key)
			.declaredAt(declaredAt)
			.connection(from.connection())
			.policy(from.provisioning())
			.set(ConsumerField.FILTER_SUBJECTS, from.filterSubjects())
			.set(ConsumerField.DESCRIPTION, from.description())
			.set(ConsumerField.ACK_POLICY, from.ackPolicy())
			.set(ConsumerField.ACK_WAIT, from.ackWait())
			.set(ConsumerField.MAX_DELIVERIES, from.maxDeliveries())
			.set(ConsumerField.BACKOFF, from.backoff())
			.set(ConsumerField.MAX_ACK_PENDING, from.maxAckPending())
			.set(ConsumerField.DELIVER_POLICY, from.deliverPolicy())
			.set(ConsumerField.START_SEQUENCE, from.startSequence())
			.set(ConsumerField.START_TIME, from.startTime())
			.set(ConsumerField.REPLAY_POLICY, from.replayPolicy())
			.set(ConsumerField.MAX_WAITING, from.maxWaiting())
			.set(ConsumerField.MAX_BATCH, from.maxBatch())
			.set(ConsumerField.MAX_BYTES, bytes(from.maxBytes()))
			.set(ConsumerField.MAX_EXPIRES, from.maxExpires())
			.set(ConsumerField.HEADERS_ONLY, from.headersOnly())
			.set(ConsumerField.INACTIVE_THRESHOLD, from.inactiveThreshold())
			.set(ConsumerField.REPLICAS, from.replicas())
			.set(ConsumerField.MEMORY_STORAGE, from.memoryStorage())
			.set(ConsumerField.SAMPLE_FREQUENCY, from.sampleFrequency())
			.set(ConsumerField.PRIORITY_GROUPS, from.priorityGroups())
			.set(ConsumerField.PRIORITY_POLICY, from.priorityPolicy())
			.set(ConsumerField.PRIORITY_TIMEOUT, from.priorityTimeout())
			.set(ConsumerField.METADATA, from.metadata())
			.build();
	}

	private static @Nullable Long bytes(@Nullable DataSize size) {
		return (size != null) ? size.toBytes() : null;
	}

	private static @Nullable Placement placement(NatsStreamProperties.@Nullable Placement from) {
		return (from != null) ? new Placement(from.cluster(), from.tags()) : null;
	}

	private static @Nullable List<Source> sources(@Nullable List<NatsStreamProperties.Origin> from) {
		return (from != null) ? from.stream().map((origin) -> origin(Source.builder(), origin).build()).toList() : null;
	}

	private static <B extends SourceBase.SourceBaseBuilder<B>> B origin(B builder, NatsStreamProperties.Origin from) {
		builder.name(required("name", from.name()));
		builder.filterSubject(from.filterSubject());
		if (from.startSequence() != null) {
			builder.startSeq(from.startSequence());
		}
		if (from.startTime() != null) {
			builder.startTime(from.startTime().atZone(ZoneOffset.UTC));
		}
		if (from.domain() != null) {
			builder.domain(from.domain());
		}
		if (from.external() != null) {
			builder.external(new External(from.external().api(), from.external().deliver()));
		}
		if (from.subjectTransforms() != null) {
			builder
				.subjectTransforms(from.subjectTransforms().stream().map(NatsDeclarationsMapper::toTransform).toList());
		}
		return builder;
	}

	private static @Nullable SubjectTransform transform(NatsStreamProperties.@Nullable Transform from) {
		return (from != null) ? toTransform(from) : null;
	}

	private static SubjectTransform toTransform(NatsStreamProperties.Transform from) {
		return new SubjectTransform(required("source", from.source()), required("destination", from.destination()));
	}

	private static @Nullable Republish republish(NatsStreamProperties.@Nullable Republish from) {
		return (from != null) ? new Republish(required("source", from.source()),
				required("destination", from.destination()), from.headersOnly()) : null;
	}

	private static @Nullable ConsumerLimits limits(NatsStreamProperties.@Nullable Limits from) {
		return (from != null) ? ConsumerLimits.builder()
			.inactiveThreshold(from.inactiveThreshold())
			.maxAckPending(from.maxAckPending())
			.build() : null;
	}

	private static String required(String property, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new IllegalArgumentException(
					"'" + property + "' is missing in a mirror, source, subject transform or republish");
		}
		return value;
	}

}

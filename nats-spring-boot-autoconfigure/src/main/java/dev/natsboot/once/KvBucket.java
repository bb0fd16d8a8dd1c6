package dev.natsboot.once;

import java.io.IOException;
import java.time.Duration;

import dev.natsboot.core.NatsException;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.MessageTtl;
import io.nats.client.PublishOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.StorageType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * The bucket of processed ids on one connection. Each write says what it expects to be
 * there.
 */
final class KvBucket {

	private static final LogAccessor logger = new LogAccessor(KvBucket.class);

	private static final int WRONG_LAST_SEQUENCE = 10071;

	private static final int SEQUENCE_UNKNOWN = 10164;

	private static final int NO_STREAM = 10059;

	private static final Duration MARKER = Duration.ofSeconds(1);

	private final KvSettings settings;

	private final KeyValue bucket;

	private final JetStream jetStream;

	private final MessageTtl leaseTtl;

	private KvBucket(Connection connection, KvSettings settings) throws IOException {
		this.settings = settings;
		this.bucket = connection.keyValue(settings.bucket());
		this.jetStream = connection.jetStream();
		this.leaseTtl = MessageTtl.seconds((int) settings.lease().toSeconds());
	}

	/**
	 * Opens the bucket, and creates it if it is not there, with as many replicas as the
	 * stream whose messages it is for.
	 */
	static KvBucket open(Connection connection, KvSettings settings, String stream)
			throws IOException, JetStreamApiException {
		KeyValueManagement management = connection.keyValueManagement();
		KeyValueStatus status = find(management, settings.bucket());
		if (status == null) {
			int replicas = connection.jetStreamManagement().getStreamInfo(stream).getConfiguration().getReplicas();
			status = create(management, settings, replicas);
		}
		if (status.getLimitMarkerTtl() == null || status.getLimitMarkerTtl().isZero()) {
			throw new NatsException("The bucket '" + settings.bucket() + "' takes no time to live for single entries: "
					+ "delete it, so that it is created as it must be, or set its limit marker TTL");
		}
		if (!settings.retention().equals(status.getTtl())) {
			Duration ttl = status.getTtl();
			logger.warn(() -> "The bucket '" + settings.bucket() + "' keeps ids for " + ttl
					+ " and not for 'nats.once.retention': " + settings.retention() + "; it is left as it is");
		}
		return new KvBucket(connection, settings);
	}

	/**
	 * Claims a key that is not there.
	 * @return the revision, or 0 if the key is there
	 */
	long claim(String key, byte[] value) throws IOException, JetStreamApiException {
		return unlessTaken(() -> this.bucket.create(key, value, this.leaseTtl));
	}

	/**
	 * Puts a claim in the place of an own one.
	 * @return the revision, or 0 if what is there is not of the revision
	 */
	long renew(String key, byte[] value, long revision) throws IOException, JetStreamApiException {
		PublishOptions options = PublishOptions.builder()
			.expectedLastSubjectSequence(revision)
			.messageTtl(this.leaseTtl)
			.build();
		return unlessTaken(
				() -> this.jetStream.publish("$KV." + this.settings.bucket() + "." + key, null, value, options)
					.getSeqno());
	}

	/**
	 * Puts a value in the place of a claim, to be kept as long as the bucket keeps
	 * values.
	 * @return the revision, or 0 if what is there is not of the revision
	 */
	long keep(String key, byte[] value, long revision) throws IOException, JetStreamApiException {
		return unlessTaken(() -> this.bucket.update(key, value, revision));
	}

	void remove(String key, long revision) throws IOException, JetStreamApiException {
		this.bucket.purge(key, revision, MessageTtl.seconds(1));
	}

	@Nullable KeyValueEntry get(String key) throws IOException, JetStreamApiException {
		return this.bucket.get(key);
	}

	private static long unlessTaken(Write write) throws IOException, JetStreamApiException {
		try {
			return write.perform();
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == WRONG_LAST_SEQUENCE || ex.getApiErrorCode() == SEQUENCE_UNKNOWN) {
				return 0;
			}
			throw ex;
		}
	}

	private static @Nullable KeyValueStatus find(KeyValueManagement management, String bucket)
			throws IOException, JetStreamApiException {
		try {
			return management.getStatus(bucket);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == NO_STREAM) {
				return null;
			}
			throw ex;
		}
	}

	private static KeyValueStatus create(KeyValueManagement management, KvSettings settings, int replicas)
			throws IOException, JetStreamApiException {
		try {
			KeyValueStatus created = management.create(KeyValueConfiguration.builder()
				.name(settings.bucket())
				.description("Ids of messages that were handled exactly once")
				.storageType(StorageType.File)
				.replicas(replicas)
				.ttl(settings.retention())
				.limitMarker(MARKER)
				.build());
			logger.info(() -> "Created bucket '" + settings.bucket() + "' for processed ids");
			return created;
		}
		catch (JetStreamApiException ex) {
			KeyValueStatus other = find(management, settings.bucket());
			if (other == null) {
				throw ex;
			}
			return other;
		}
	}

	/**
	 * A write that gives the new revision.
	 */
	@FunctionalInterface
	private interface Write {

		long perform() throws IOException, JetStreamApiException;

	}

}

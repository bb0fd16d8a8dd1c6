package dev.natsboot.security.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.Message;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Opens the bucket of public keys, and creates it where it is not there.
 */
final class KeyBucket {

	private static final LogAccessor logger = new LogAccessor(KeyBucket.class);

	private static final int NO_STREAM = 10059;

	private static final int NO_MESSAGE = 10037;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final long MAX_BYTES = 64L * 1024 * 1024;

	private KeyBucket() {
	}

	static KeyValue open(Connection connection, KeyBucketSettings settings) throws IOException, JetStreamApiException {
		KeyValueManagement management = connection.keyValueManagement();
		if (!exists(management, settings.bucket())) {
			create(management, settings);
		}
		return connection.keyValue(settings.bucket());
	}

	/**
	 * Reads an entry by the request whose answer wraps it. A direct get would do the same
	 * with less, but whoever may ask for that can have the server write an entry under
	 * another name, by a reply subject of the bucket; so nobody should be let.
	 */
	static @Nullable KeyValueEntry get(Connection connection, String bucket, String name)
			throws IOException, JetStreamApiException, InterruptedException {
		String stream = "KV_" + bucket;
		Message reply = connection.request("$JS.API.STREAM.MSG.GET." + stream,
				("{\"last_by_subj\":\"$KV." + bucket + "." + name + "\"}").getBytes(StandardCharsets.US_ASCII),
				TIMEOUT);
		if (reply == null) {
			throw new IOException("Stream '" + stream + "' does not answer");
		}
		MessageInfo info = new MessageInfo(reply, stream, false);
		if (info.hasError() && info.getApiErrorCode() == NO_MESSAGE) {
			return null;
		}
		info.throwOnHasError();
		return new KeyValueEntry(info);
	}

	static boolean exists(KeyValueManagement management, String bucket) throws IOException, JetStreamApiException {
		try {
			management.getStatus(bucket);
			return true;
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == NO_STREAM) {
				return false;
			}
			throw ex;
		}
	}

	private static void create(KeyValueManagement management, KeyBucketSettings settings)
			throws IOException, JetStreamApiException {
		// an entry lives until its exp; the bucket only clears away what nobody writes
		// any more
		Duration ttl = settings.lifetime().multipliedBy(2);
		try {
			management.create(KeyValueConfiguration.builder()
				.name(settings.bucket())
				.description("Public keys of services, by <issuer>.<kid>")
				.storageType(StorageType.File)
				.replicas(settings.replicas())
				.maximumValueSize(PublishedKey.MAX_SIZE)
				.maxBucketSize(MAX_BYTES)
				.ttl(ttl)
				.build());
			logger.info(() -> "Created bucket '" + settings.bucket() + "' for public keys");
		}
		catch (JetStreamApiException ex) {
			if (!exists(management, settings.bucket())) {
				throw ex;
			}
		}
	}

}

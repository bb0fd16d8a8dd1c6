package dev.natsboot.security.keys;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to the bucket of public keys. It is made anew from time to time, so
 * that nothing that it missed is missed for long.
 */
final class KeyWatch implements KeyValueWatcher {

	private static final Duration MAX_AGE = Duration.ofMinutes(5);

	private final Connection connection;

	private final Consumer<KeyTable> complete;

	private final Instant until;

	private final KeyTable table = new KeyTable();

	private volatile @Nullable NatsKeyValueWatchSubscription subscription;

	private KeyWatch(Connection connection, Consumer<KeyTable> complete, Instant until) {
		this.connection = connection;
		this.complete = complete;
		this.until = until;
	}

	/**
	 * Begins to watch.
	 * @param complete gets the keys once all that are there are read; what happens to
	 * them later happens in the same table
	 */
	static KeyWatch start(Connection connection, String bucket, Consumer<KeyTable> complete, Instant now)
			throws IOException, JetStreamApiException {
		KeyWatch watch = new KeyWatch(connection, complete, now.plus(MAX_AGE));
		try {
			watch.subscription = connection.keyValue(bucket).watchAll(watch);
			return watch;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

	boolean isGood(Instant now) {
		return this.connection.getStatus() != Connection.Status.CLOSED && now.isBefore(this.until);
	}

	@Override
	public void watch(KeyValueEntry entry) {
		KvPublicKeys.apply(this.table, entry);
	}

	@Override
	public void endOfData() {
		this.complete.accept(this.table);
	}

	void close() {
		NatsKeyValueWatchSubscription open = this.subscription;
		if (open == null) {
			return;
		}
		try {
			open.unsubscribe();
		}
		catch (IllegalStateException ex) {
			// its connection is closed
			this.subscription = null;
		}
	}

}

package dev.natsboot.security.keys;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.natsboot.core.ConnectionSource;
import dev.natsboot.core.NatsException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The public keys that services have published in a key-value bucket. The bucket is
 * watched, so that a key is known as soon as it is published. While NATS is away the last
 * known keys stay until they expire. A key belongs to the issuer that its entry's name
 * begins with, which is why the server must let each service write only below its own
 * name. Thread-safe.
 *
 * @since 0.1.0
 */
public final class KvPublicKeys implements SmartLifecycle {

	private static final LogAccessor logger = new LogAccessor(KvPublicKeys.class);

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final ConnectionSource connections;

	private final KeyBucketSettings settings;

	private final Clock clock;

	private final KeyLookups lookups;

	private final CountDownLatch loaded = new CountDownLatch(1);

	private volatile KeyTable table = new KeyTable();

	private long retryAt = System.nanoTime();

	private volatile @Nullable KeyWatch watch;

	private volatile @Nullable ScheduledThreadPoolExecutor checks;

	/**
	 * Creates the keys, which nobody knows before the start.
	 * @param connections gives the connection
	 * @param settings the bucket
	 * @param clock the time
	 */
	public KvPublicKeys(ConnectionSource connections, KeyBucketSettings settings, Clock clock) {
		this.connections = connections;
		this.settings = settings;
		this.clock = clock;
		this.lookups = new KeyLookups(clock);
	}

	/**
	 * The keys of one issuer. A key that is not known is looked up in the bucket, at most
	 * once in ten seconds for each issuer.
	 * @param issuer the issuer, a name as services publish under
	 * @return the keys; asked for one, the source throws a
	 * {@code JWKSetUnavailableException} while the bucket cannot be read, and a
	 * {@code RateLimitReachedException} where the key is not known and must not be looked
	 * up again yet
	 * @throws IllegalArgumentException if nobody can publish under that name
	 */
	public JWKSource<SecurityContext> source(String issuer) {
		if (!PublishedKey.isToken(issuer)) {
			throw new IllegalArgumentException("'" + issuer + "' is not one token of letters, digits, '-' and '_'");
		}
		return (selector, context) -> select(issuer, selector);
	}

	private List<JWK> select(String issuer, JWKSelector selector) throws KeySourceException {
		List<JWK> found = selector.select(known(issuer));
		Set<String> keyIds = selector.getMatcher().getKeyIDs();
		if (!found.isEmpty() || keyIds == null) {
			return found;
		}
		if (this.loaded.getCount() > 0) {
			throw new JWKSetUnavailableException("The bucket '" + this.settings.bucket() + "' was not read yet");
		}
		// the name comes from a token that anybody may have written
		String keyId = (keyIds.size() == 1) ? keyIds.iterator().next() : null;
		if (keyId == null || !PublishedKey.isToken(keyId)) {
			return found;
		}
		if (!this.lookups.permit(issuer)) {
			throw new RateLimitReachedException();
		}
		lookUp(PublishedKey.name(issuer, keyId));
		return selector.select(known(issuer));
	}

	/**
	 * What is known of an issuer without a look-up.
	 */
	JWKSet known(String issuer) {
		return this.table.find(issuer, this.clock.instant());
	}

	private void lookUp(String name) throws JWKSetUnavailableException {
		try {
			KeyValueEntry entry = KeyBucket.get(this.connections.connection("$KV." + this.settings.bucket()),
					this.settings.bucket(), name);
			if (entry != null) {
				apply(this.table, entry);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JWKSetUnavailableException("Interrupted", ex);
		}
		catch (IOException | JetStreamApiException | NatsException | IllegalStateException ex) {
			throw new JWKSetUnavailableException("The bucket '" + this.settings.bucket() + "' cannot be read", ex);
		}
	}

	/**
	 * Begins to watch, and waits a little for the keys that are there.
	 */
	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public void start() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-public-keys-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
		this.checks = executor;
		executor.scheduleWithFixedDelay(this::check, 0, 500, TimeUnit.MILLISECONDS);
		try {
			if (!this.loaded.await(3, TimeUnit.SECONDS)) {
				logger.warn(() -> "The public keys in bucket '" + this.settings.bucket()
						+ "' cannot be read yet; it is tried again");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void check() {
		KeyWatch current = this.watch;
		long now = System.nanoTime();
		if ((current != null && current.isGood(this.clock.instant())) || now - this.retryAt < 0) {
			return;
		}
		this.retryAt = now + RETRY_NANOS;
		try {
			Connection connection = this.connections.connection("$KV." + this.settings.bucket());
			if (!KeyBucket.exists(connection.keyValueManagement(), this.settings.bucket())) {
				return;
			}
			this.watch = KeyWatch.start(connection, this.settings.bucket(), this::replaceTable, this.clock.instant());
			if (current != null) {
				current.close();
			}
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			logger.debug(ex, "The bucket of public keys cannot be watched; it is tried again");
		}
	}

	private void replaceTable(KeyTable complete) {
		this.table = complete;
		this.loaded.countDown();
	}

	/**
	 * Takes over what happened to an entry.
	 */
	static void apply(KeyTable table, KeyValueEntry entry) {
		if (entry.getOperation() != KeyValueOperation.PUT) {
			table.remove(entry.getKey());
			return;
		}
		try {
			if (!table.put(PublishedKey.parse(entry.getKey(), entry.getValue()))) {
				report(table, () -> "There are too many public keys in the bucket; some are left out");
			}
		}
		catch (IllegalArgumentException ex) {
			table.remove(entry.getKey());
			report(table, () -> "The entry '" + entry.getKey().replaceAll("[^A-Za-z0-9._-]", "?")
					+ "' of the public keys is left out: " + ex.getMessage());
		}
	}

	/**
	 * Whoever may write an entry could fill the log with warnings.
	 */
	private static void report(KeyTable table, Supplier<String> message) {
		if (table.isFirstProblem()) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor executor = this.checks;
		this.checks = null;
		if (executor != null) {
			executor.shutdownNow();
		}
		KeyWatch current = this.watch;
		this.watch = null;
		if (current != null) {
			current.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.checks != null;
	}

	@Override
	public int getPhase() {
		return KvKeyPublisher.PHASE + 1;
	}

}

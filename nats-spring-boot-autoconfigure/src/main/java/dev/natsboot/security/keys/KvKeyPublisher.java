package dev.natsboot.security.keys;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.natsboot.core.ConnectionSource;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.core.connection.NatsConnections;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Writes the public halves of an application's keys into a key-value bucket, before
 * anything is sent that they sign. They are written again long before they expire, and
 * within a second when they change; what cannot be written is tried again each second.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class KvKeyPublisher implements SmartLifecycle {

	/** After the connections, before all that sends or listens. */
	static final int PHASE = NatsConnections.PHASE + 1;

	private static final LogAccessor logger = new LogAccessor(KvKeyPublisher.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<String> published = new LinkedHashSet<>();

	private final ConnectionSource connections;

	private final KeyBucketSettings settings;

	private final String issuer;

	private final SigningKeys keys;

	private final Clock clock;

	private @Nullable JWKSet latest;

	private Instant refreshAt = Instant.MIN;

	private boolean reported;

	private volatile @Nullable ScheduledThreadPoolExecutor checks;

	/**
	 * Creates the publisher, which does nothing before its start.
	 * @param connections gives the connection
	 * @param settings the bucket
	 * @param issuer the {@code iss} of what the keys sign: letters, digits, {@code -} and
	 * {@code _}
	 * @param keys the keys
	 * @param clock the time
	 * @throws IllegalArgumentException if the issuer cannot be part of a subject
	 */
	public KvKeyPublisher(ConnectionSource connections, KeyBucketSettings settings, String issuer, SigningKeys keys,
			Clock clock) {
		if (!PublishedKey.isToken(issuer)) {
			throw new IllegalArgumentException("'" + issuer + "' is not one token of letters, digits, '-' and '_'");
		}
		this.connections = connections;
		this.settings = settings;
		this.issuer = issuer;
		this.keys = keys;
		this.clock = clock;
	}

	/**
	 * Writes the keys, once, in the caller's thread, and keeps them up to date from then
	 * on.
	 */
	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public void start() {
		publish();
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-key-publisher-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
		executor.scheduleWithFixedDelay(this::publish, 1, 1, TimeUnit.SECONDS);
		this.checks = executor;
	}

	/**
	 * Writes the keys if they have changed or are due.
	 */
	void publish() {
		this.lock.lock();
		try {
			JWKSet set = this.keys.publicKeys();
			if (!set.equals(this.latest) || !this.clock.instant().isBefore(this.refreshAt)) {
				write(set);
				this.latest = set;
				this.refreshAt = this.clock.instant().plus(this.settings.refresh());
				this.reported = false;
			}
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			report(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(JWKSet set) throws IOException, JetStreamApiException {
		List<PublishedKey> entries = entries(set);
		KeyValue bucket = KeyBucket.open(this.connections.connection("$KV." + this.settings.bucket()), this.settings);
		for (PublishedKey entry : entries) {
			bucket.put(entry.name(), entry.value());
			this.published.add(entry.name());
		}
		Set<String> gone = new LinkedHashSet<>(this.published);
		entries.forEach((entry) -> gone.remove(entry.name()));
		for (String name : gone) {
			bucket.delete(name);
			this.published.remove(name);
		}
	}

	private List<PublishedKey> entries(JWKSet set) {
		Instant now = this.clock.instant();
		List<PublishedKey> entries = new ArrayList<>();
		for (JWK key : set.getKeys()) {
			if (!PublishedKey.isToken(key.getKeyID())) {
				throw new NatsConfigurationException("nats.security.jwt.signing.key-id",
						"The key id '" + key.getKeyID() + "' cannot name an entry of a bucket",
						"Use letters, digits, '-' and '_' only.");
			}
			Instant end = (key.getExpirationTime() != null) ? key.getExpirationTime().toInstant()
					: now.plus(this.settings.lifetime());
			entries.add(new PublishedKey(this.issuer, key.toPublicJWK(), end));
		}
		return entries;
	}

	private void report(Exception failure) {
		if (failure instanceof NatsNotConnectedException || this.reported) {
			logger.debug(failure, "Public keys could not be published; it is tried again");
			return;
		}
		this.reported = true;
		logger.warn(() -> "Public keys of '" + this.issuer + "' cannot be published in bucket '"
				+ this.settings.bucket() + "', which needs permission to publish to '$KV." + this.settings.bucket()
				+ "." + this.issuer + ".*'; it is tried again: " + failure.getMessage());
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor executor = this.checks;
		this.checks = null;
		if (executor != null) {
			executor.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.checks != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}

package dev.natsboot.security.keys;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Keys that are read again while the application runs. A new key is published first and
 * signs after the activation delay; the one it replaces stays published for the
 * retention. New keys that cannot be used are reported, and the old ones stay.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class RotatingSigningKeys implements SigningKeys, DisposableBean {

	private static final LogAccessor logger = new LogAccessor(RotatingSigningKeys.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final SigningKeySource source;

	private final RotationSettings settings;

	private final Clock clock;

	private final @Nullable ScheduledThreadPoolExecutor reloads;

	/** Public halves of keys that signed in this process, each with its {@code exp}. */
	private final Map<String, JWK> retired = new LinkedHashMap<>();

	private List<JWK> previous;

	private String text;

	private @Nullable String problem;

	private @Nullable JWK next;

	private Instant nextFrom = Instant.MAX;

	private volatile JWK current;

	private volatile JWKSet publicKeys;

	/**
	 * Reads the keys for the first time.
	 * @param source where they are written
	 * @param settings when they change
	 * @param clock the time
	 * @throws NatsConfigurationException if they cannot be used
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	public RotatingSigningKeys(SigningKeySource source, RotationSettings settings, Clock clock) {
		this.source = source;
		this.settings = settings;
		this.clock = clock;
		this.text = source.text();
		this.current = source.key(this.text);
		this.previous = source.previous();
		this.publicKeys = published();
		long period = settings.reloadInterval().toMillis();
		if (period <= 0) {
			this.reloads = null;
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-signing-keys-");
		threads.setDaemon(true);
		this.reloads = new ScheduledThreadPoolExecutor(1, threads);
		this.reloads.scheduleWithFixedDelay(this::reload, period, period, TimeUnit.MILLISECONDS);
	}

	@Override
	public JWK current() {
		return this.current;
	}

	@Override
	public JWKSet publicKeys() {
		return this.publicKeys;
	}

	/**
	 * Looks for new keys now.
	 */
	public void reload() {
		this.lock.lock();
		try {
			String read = this.source.text();
			if (!read.equals(this.text)) {
				replace(this.source.key(read));
				this.text = read;
			}
			this.previous = this.source.previous();
			this.problem = null;
		}
		catch (RuntimeException ex) {
			report(ex.getMessage());
		}
		finally {
			activate();
			this.lock.unlock();
		}
	}

	private void report(@Nullable String message) {
		if (message == null || !message.equals(this.problem)) {
			logger.error(() -> "New keys cannot be used, and key '" + this.current.getKeyID() + "' goes on signing: "
					+ message);
		}
		this.problem = message;
	}

	private void replace(JWK key) {
		if (key.equals(this.current)) {
			this.next = null;
			return;
		}
		if (key.getKeyID().equals(this.current.getKeyID())) {
			throw new IllegalStateException("the new key has the same key id '" + key.getKeyID()
					+ "'; leave the id out or write a JWK with an id of its own");
		}
		this.next = key;
		this.nextFrom = this.clock.instant().plus(this.settings.activationDelay());
		logger.info(() -> "Key '" + key.getKeyID() + "' will sign from " + this.nextFrom);
	}

	private void activate() {
		Instant now = this.clock.instant();
		JWK waiting = this.next;
		if (waiting != null && !now.isBefore(this.nextFrom)) {
			JWK old = this.current;
			this.retired.put(old.getKeyID(),
					JwkMembers.with(old.toPublicJWK(), "exp", now.plus(this.settings.retention()).getEpochSecond()));
			this.retired.remove(waiting.getKeyID());
			this.current = waiting;
			this.next = null;
			logger.info(() -> "Key '" + waiting.getKeyID() + "' signs in place of key '" + old.getKeyID() + "'");
		}
		this.retired.values().removeIf((key) -> !now.isBefore(key.getExpirationTime().toInstant()));
		JWKSet set = published();
		if (!set.equals(this.publicKeys)) {
			this.publicKeys = set;
		}
	}

	private JWKSet published() {
		Map<String, JWK> keys = new LinkedHashMap<>();
		keys.put(this.current.getKeyID(), this.current.toPublicJWK());
		if (this.next != null) {
			keys.putIfAbsent(this.next.getKeyID(), this.next.toPublicJWK());
		}
		this.retired.forEach(keys::putIfAbsent);
		this.previous.forEach((key) -> keys.putIfAbsent(key.getKeyID(), key));
		return new JWKSet(new ArrayList<>(keys.values()));
	}

	@Override
	public void destroy() {
		if (this.reloads != null) {
			this.reloads.shutdownNow();
		}
	}

}

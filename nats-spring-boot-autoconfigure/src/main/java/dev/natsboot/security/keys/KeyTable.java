package dev.natsboot.security.keys;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

/**
 * The known public keys by their owners. Bounded: of an owner's keys those that expire
 * last are kept, so that no owner can crowd out another. Thread-safe.
 */
final class KeyTable {

	static final int MAX_ISSUERS = 2_000;

	static final int MAX_KEYS = 64;

	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicBoolean problems = new AtomicBoolean();

	private final Map<String, Map<String, PublishedKey>> keys = new ConcurrentHashMap<>();

	/**
	 * Adds or replaces a key.
	 * @return whether there is room for it
	 */
	boolean put(PublishedKey key) {
		this.lock.lock();
		try {
			Map<String, PublishedKey> old = this.keys.get(key.issuer());
			if (old == null && this.keys.size() >= MAX_ISSUERS) {
				return false;
			}
			Map<String, PublishedKey> owned = (old != null) ? new LinkedHashMap<>(old) : new LinkedHashMap<>();
			owned.put(key.key().getKeyID(), key);
			if (owned.size() > MAX_KEYS) {
				owned.values()
					.stream()
					.min(Comparator.comparing(PublishedKey::expires))
					.map((first) -> first.key().getKeyID())
					.ifPresent(owned::remove);
			}
			this.keys.put(key.issuer(), owned);
			return owned.containsKey(key.key().getKeyID());
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(String name) {
		this.lock.lock();
		try {
			int dot = name.indexOf('.');
			String issuer = name.substring(0, Math.max(dot, 0));
			Map<String, PublishedKey> old = this.keys.get(issuer);
			if (old != null) {
				Map<String, PublishedKey> owned = new LinkedHashMap<>(old);
				owned.remove(name.substring(dot + 1));
				if (owned.isEmpty()) {
					this.keys.remove(issuer);
				}
				else {
					this.keys.put(issuer, owned);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	JWKSet find(String issuer, Instant now) {
		List<JWK> found = this.keys.getOrDefault(issuer, Map.of())
			.values()
			.stream()
			.filter((key) -> now.isBefore(key.expires()))
			.map(PublishedKey::key)
			.toList();
		return new JWKSet(found);
	}

	/**
	 * Whether nobody has asked this before.
	 */
	boolean isFirstProblem() {
		return this.problems.compareAndSet(false, true);
	}

}

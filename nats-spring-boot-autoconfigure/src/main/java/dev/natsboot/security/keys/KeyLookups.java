package dev.natsboot.security.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits how often the bucket is asked for keys that are not known. The issuers are those
 * that are trusted, so their number is bounded. Thread-safe.
 */
final class KeyLookups {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final Map<String, Instant> latest = new ConcurrentHashMap<>();

	private final Clock clock;

	KeyLookups(Clock clock) {
		this.clock = clock;
	}

	boolean permit(String issuer) {
		Instant now = this.clock.instant();
		Instant last = this.latest.get(issuer);
		if (last == null) {
			return this.latest.putIfAbsent(issuer, now) == null;
		}
		return !now.isBefore(last.plus(INTERVAL)) && this.latest.replace(issuer, last, now);
	}

}

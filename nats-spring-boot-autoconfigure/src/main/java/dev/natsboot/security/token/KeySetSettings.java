package dev.natsboot.security.token;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How keys are fetched.
 *
 * @param lifetime how long fetched keys are used before they are fetched again, which is
 * done ahead of that time where messages keep coming
 * @param minInterval how far apart fetches are that unknown keys cause; two may follow
 * each other at once. Shorter than the lifetime
 * @param outageTolerance how long beyond their lifetime keys are used while they cannot
 * be fetched
 * @param timeout how long to wait for a connection, and for an answer
 * @since 0.1.0
 */
public record KeySetSettings(Duration lifetime, Duration minInterval, Duration outageTolerance, Duration timeout) {

	/**
	 * Five minutes, thirty seconds, four hours and two seconds.
	 */
	public static final KeySetSettings DEFAULTS = new KeySetSettings(Duration.ofMinutes(5), Duration.ofSeconds(30),
			Duration.ofHours(4), Duration.ofSeconds(2));

	public KeySetSettings {
		Assert.isTrue(minInterval.toMillis() > 0, "'minInterval' must be above zero");
		Assert.isTrue(lifetime.compareTo(minInterval) > 0, "'lifetime' must be longer than 'minInterval'");
		Assert.isTrue(!outageTolerance.isNegative(), "'outageTolerance' must not be negative");
		Assert.isTrue(timeout.toMillis() > 0, "'timeout' must be above zero");
	}

}

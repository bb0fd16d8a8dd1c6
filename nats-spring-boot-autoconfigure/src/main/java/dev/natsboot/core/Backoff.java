package dev.natsboot.core;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays that grow by a factor up to a maximum, spread by jitter so that many clients do
 * not come back at the same moment.
 *
 * @param initial the first delay, above zero
 * @param multiplier the factor from one delay to the next, 1 or more
 * @param max the longest delay, before jitter
 * @param jitter the part of a delay by which it may be longer or shorter, from 0 to below
 * 1
 * @since 0.1.0
 */
public record Backoff(Duration initial, double multiplier, Duration max, double jitter) {

	public Backoff {
		if (initial.isNegative() || initial.isZero()) {
			throw new IllegalArgumentException("the initial delay must be above zero, but is " + initial);
		}
		if (!(multiplier >= 1)) {
			throw new IllegalArgumentException("the multiplier must be 1 or more, but is " + multiplier);
		}
		if (max.compareTo(initial) < 0) {
			throw new IllegalArgumentException(
					"the maximum delay (" + max + ") must not be below the initial one (" + initial + ")");
		}
		if (!(jitter >= 0 && jitter < 1)) {
			throw new IllegalArgumentException("the jitter must be from 0 to below 1, but is " + jitter);
		}
	}

	/**
	 * The delay after a number of failed attempts.
	 * @param attempt the number of attempts that failed, from 1
	 * @return the delay, at least one millisecond
	 */
	public Duration delay(long attempt) {
		double exponent = Math.max(0, attempt - 1d);
		double millis = Math.min((double) this.initial.toMillis() * Math.pow(this.multiplier, exponent),
				(double) this.max.toMillis());
		if (this.jitter > 0) {
			millis *= 1 + this.jitter * ThreadLocalRandom.current().nextDouble(-1, 1);
		}
		return Duration.ofMillis(Math.max(1, (long) millis));
	}

}

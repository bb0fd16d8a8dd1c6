package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.nats.client.ReconnectDelayHandler;

/**
 * How long to wait between attempts to reach a server. The first attempt comes at once,
 * but for a small random delay that keeps many clients of one server apart. Immutable.
 *
 * @param initial delay before the second attempt, more than zero
 * @param multiplier by what each further delay grows, at least 1
 * @param max the longest delay, before jitter
 * @param jitter by what fraction a delay is made shorter or longer at random, from 0 to
 * below 1
 * @since 0.1.0
 */
public record ReconnectBackoff(Duration initial, double multiplier, Duration max,
		double jitter) implements ReconnectDelayHandler {

	/**
	 * One second, doubled up to 30 seconds, 20 % jitter.
	 */
	public static final ReconnectBackoff DEFAULT = new ReconnectBackoff(Duration.ofSeconds(1), 2,
			Duration.ofSeconds(30), 0.2);

	private static final long PROMPT_NANOS = Duration.ofMillis(100).toNanos();

	public ReconnectBackoff {
		require(!initial.isNegative() && !initial.isZero(), "the initial delay must be more than zero");
		require(multiplier >= 1, "the multiplier must be at least 1");
		require(max.compareTo(initial) >= 0, "the maximum delay must not be below the initial one");
		require(jitter >= 0 && jitter < 1, "the jitter must be from 0 to below 1");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * The delay after some attempts have failed.
	 * @param failed number of failed attempts; 0 for the small delay before the first
	 * @return the delay, jitter included
	 */
	public Duration delay(long failed) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		if (failed <= 0) {
			return Duration.ofNanos(random.nextLong(Math.min(PROMPT_NANOS, this.initial.toNanos()) + 1));
		}
		double longest = this.max.toNanos();
		double nanos = Math.min(this.initial.toNanos() * Math.pow(this.multiplier, failed - 1.0), longest);
		double factor = 1 + this.jitter * (2 * random.nextDouble() - 1);
		return Duration.ofNanos((long) (nanos * factor));
	}

	@Override
	public Duration getWaitTime(long totalTries) {
		return delay(totalTries);
	}

}

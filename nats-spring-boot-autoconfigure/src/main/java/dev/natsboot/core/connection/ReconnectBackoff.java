package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import dev.natsboot.core.Backoff;
import io.nats.client.ReconnectDelayHandler;

/**
 * How long to wait between attempts to reach a server. The first attempt comes at once,
 * but for a small random delay that keeps many clients of one server apart. Immutable.
 *
 * @param delays the delays before the attempts after the first one
 * @since 0.1.0
 */
public record ReconnectBackoff(Backoff delays) implements ReconnectDelayHandler {

	/**
	 * One second, doubled up to 30 seconds, 20 % jitter.
	 */
	public static final ReconnectBackoff DEFAULT = new ReconnectBackoff(
			new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0.2));

	private static final long PROMPT_NANOS = Duration.ofMillis(100).toNanos();

	/**
	 * The delay after some attempts have failed.
	 * @param failed number of failed attempts; 0 for the small delay before the first
	 * @return the delay, jitter included
	 */
	public Duration delay(long failed) {
		if (failed > 0) {
			return this.delays.delay(failed);
		}
		long longest = Math.min(PROMPT_NANOS, this.delays.initial().toNanos());
		return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
	}

	@Override
	public Duration getWaitTime(long totalTries) {
		return delay(totalTries);
	}

}

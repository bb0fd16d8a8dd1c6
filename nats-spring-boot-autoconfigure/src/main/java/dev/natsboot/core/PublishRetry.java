package dev.natsboot.core;

import java.time.Duration;

/**
 * How a publish into a stream is tried again, always as the same message with the same
 * id. The timeout of the publish bounds all attempts together.
 * <p>
 * An attempt that was certainly not stored is followed by another one: no responders, as
 * during the election of a stream's leader, and errors of the stream that are over within
 * moments. A message with an id is also published again when no acknowledgement came,
 * since the stream drops it if it has it already. Without an id that could store it
 * twice, so it is not done.
 *
 * @param maxAttempts how often a message is published at most, from 1, which means no
 * retry
 * @param attemptTimeout how long one attempt waits for the acknowledgement if another one
 * may follow, above zero
 * @param backoff the delays between attempts
 * @since 0.1.0
 */
public record PublishRetry(int maxAttempts, Duration attemptTimeout, Backoff backoff) {

	public PublishRetry {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("the number of attempts must be above zero, but is " + maxAttempts);
		}
		if (attemptTimeout.isNegative() || attemptTimeout.isZero()) {
			throw new IllegalArgumentException(
					"the timeout of an attempt must be above zero, but is " + attemptTimeout);
		}
	}

	/**
	 * Four attempts of at most 2 seconds, about 100, 300 and 900 ms apart.
	 * @return the defaults
	 */
	public static PublishRetry defaults() {
		return new PublishRetry(4, Duration.ofSeconds(2),
				new Backoff(Duration.ofMillis(100), 3, Duration.ofSeconds(2), 0.2));
	}

	/**
	 * No retry.
	 * @return one attempt
	 */
	public static PublishRetry none() {
		PublishRetry defaults = defaults();
		return new PublishRetry(1, defaults.attemptTimeout(), defaults.backoff());
	}

}

package dev.natsboot.core.connection;

import java.time.Duration;

/**
 * The settings of one pool of connections. Immutable.
 *
 * @param minSize number of connections that are always there, at least 1
 * @param maxSize number of connections that the pool grows to, at least {@code minSize}
 * @param idleTimeout after how long without messages a connection above the minimum is
 * closed
 * @param healthCheckInterval how often the round trip to the server is measured
 * @param startPolicy what to do when no server is reached at the start
 * @param backoff delays between attempts to build a client
 * @since 0.1.0
 */
public record NatsPoolSettings(int minSize, int maxSize, Duration idleTimeout, Duration healthCheckInterval,
		StartPolicy startPolicy, ReconnectBackoff backoff) {

	/**
	 * One connection, checked every 10 seconds, retried in the background.
	 */
	public static final NatsPoolSettings DEFAULT = new NatsPoolSettings(1, 1, Duration.ofMinutes(5),
			Duration.ofSeconds(10), StartPolicy.RETRY, ReconnectBackoff.DEFAULT);

	public NatsPoolSettings {
		require(minSize >= 1, "the minimum size must be at least 1");
		require(maxSize >= minSize, "the maximum size must not be below the minimum size");
		require(isPositive(idleTimeout), "the idle timeout must be more than zero");
		require(isPositive(healthCheckInterval), "the health check interval must be more than zero");
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}

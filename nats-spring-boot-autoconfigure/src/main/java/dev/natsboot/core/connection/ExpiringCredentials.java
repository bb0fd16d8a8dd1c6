package dev.natsboot.core.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * Credentials that a client was let in with and that hold for a limited time. Asked from
 * time to time while the client is connected.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ExpiringCredentials {

	/**
	 * Whether the client should be exchanged for one with newer credentials: those in use
	 * expire soon, and there are others that hold for longer.
	 * @param now the time
	 * @param atLeast the shortest time before the expiry that counts as soon
	 * @return {@code true} if so
	 */
	boolean isDue(Instant now, Duration atLeast);

}

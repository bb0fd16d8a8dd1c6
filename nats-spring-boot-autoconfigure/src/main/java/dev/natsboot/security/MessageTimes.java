package dev.natsboot.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.Message;

/**
 * The time that counts for a message: now, and for a message of a stream when the stream
 * took it, so that what was valid then does not expire while it waits. No header of the
 * message counts.
 *
 * @param maxAge how long a message may have been in a stream
 * @param expiryAtConsume whether access tokens of stored messages must be valid still
 * when they are consumed
 * @param clock tells the time
 * @since 0.1.0
 */
public record MessageTimes(Duration maxAge, boolean expiryAtConsume, Clock clock) {

	/**
	 * When a message arrived.
	 * @throws RefusedTokenException if it is too old
	 */
	Instant arrival(Message message, boolean stored) {
		Instant now = this.clock.instant();
		if (!stored) {
			return now;
		}
		Instant taken = message.metaData().timestamp().toInstant();
		if (taken.plus(this.maxAge).isBefore(now)) {
			throw new RefusedTokenException(Refusal.TOO_OLD);
		}
		return taken;
	}

	/**
	 * When an access token must be valid that came with a message.
	 */
	Instant expiry(Instant arrival) {
		return this.expiryAtConsume ? this.clock.instant() : arrival;
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Until when a consumer is paused on the server, as far as is known. Thread-safe.
 */
final class ServerPause {

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile @Nullable Pause pause;

	/**
	 * The end of the pause.
	 * @return the time, or {@code null} if the consumer is not paused
	 */
	@Nullable Instant until() {
		Pause current = this.pause;
		return (current != null && System.nanoTime() - current.end < 0) ? current.until : null;
	}

	/**
	 * Whether a pause began or ended since the last call.
	 */
	boolean changed() {
		boolean paused = until() != null;
		return this.told.compareAndSet(!paused, paused);
	}

	void set(@Nullable Instant until) {
		this.pause = (until != null) ? new Pause(until, Duration.between(Instant.now(), until)) : null;
	}

	/**
	 * Takes what the server says, by its own clock.
	 * @param info the consumer
	 */
	void follow(ConsumerInfo info) {
		ZonedDateTime until = info.getConsumerConfiguration().getPauseUntil();
		Duration remaining = info.getPauseRemaining();
		this.pause = (Boolean.TRUE.equals(info.getPaused()) && until != null && remaining != null)
				? new Pause(until.toInstant(), remaining) : null;
	}

	/**
	 * A pause and its end by this machine's clock.
	 */
	private static final class Pause {

		final Instant until;

		final long end;

		Pause(Instant until, Duration remaining) {
			this.until = until;
			this.end = System.nanoTime() + Math.min(remaining.toMillis(), Duration.ofDays(3650).toMillis()) * 1_000_000;
		}

	}

}

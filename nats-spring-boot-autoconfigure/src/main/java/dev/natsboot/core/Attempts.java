package dev.natsboot.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Counts the attempts of one publish against their number and time. Used by one thread
 * after the other.
 */
final class Attempts {

	private final PublishRetry retry;

	private final Duration timeout;

	private final long deadline;

	private int made;

	Attempts(PublishRetry retry, Duration timeout) {
		this.retry = retry;
		this.timeout = timeout;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	int made() {
		return this.made;
	}

	/**
	 * Begins an attempt.
	 * @param mayTimeOut whether another attempt may follow when this one gets no answer
	 * @return how long it may take
	 */
	Duration next(boolean mayTimeOut) {
		int attempt = this.made + 1;
		this.made = attempt;
		Duration left = (attempt == 1) ? this.timeout : remaining();
		boolean all = !mayTimeOut || attempt >= this.retry.maxAttempts();
		return (all || left.compareTo(this.retry.attemptTimeout()) < 0) ? left : this.retry.attemptTimeout();
	}

	/**
	 * How long to wait before the next attempt; {@code null} if there is none.
	 */
	@Nullable Duration delay() {
		if (this.made >= this.retry.maxAttempts()) {
			return null;
		}
		Duration delay = this.retry.backoff().delay(this.made);
		return (delay.toNanos() < left()) ? delay : null;
	}

	/**
	 * What is left of the time, never nothing.
	 */
	Duration remaining() {
		return Duration.ofNanos(Math.max(1, left()));
	}

	private long left() {
		return this.deadline - System.nanoTime();
	}

	/**
	 * Whether the attempt stored nothing and another one can succeed within moments.
	 */
	static boolean isRetryable(NatsException ex) {
		return ex instanceof NoRespondersException || (ex instanceof StreamRejectedException rejected
				&& StreamErrors.isMomentary(rejected.getErrorCode()));
	}

	/**
	 * Waits on a future, so that a pool of callback threads puts another thread in place
	 * of this one.
	 */
	static void pause(Duration delay, String subject) {
		try {
			new CompletableFuture<Void>().get(delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// the time is over
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsInterruptedException("The thread was interrupted while it waited to publish to '" + subject
					+ "' again; the message may have been sent", ex);
		}
	}

}

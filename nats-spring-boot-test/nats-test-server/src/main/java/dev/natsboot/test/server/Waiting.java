package dev.natsboot.test.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a state by asking again and again.
 */
final class Waiting {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private Waiting() {
	}

	/**
	 * Asks until there is an answer.
	 * @param timeout how long to ask
	 * @param what what is waited for, for the message
	 * @param question gives {@code null} or throws while it is not so yet
	 * @return the answer
	 * @throws NatsServerException if there is none in time, or the thread is interrupted;
	 * a {@link NatsServerException} of the question ends the waiting too
	 */
	static <T> T until(Duration timeout, String what, Question<T> question) {
		long end = System.nanoTime() + timeout.toNanos();
		Exception last = null;
		do {
			try {
				T answer = question.ask();
				if (answer != null) {
					return answer;
				}
			}
			catch (NatsServerException ex) {
				throw ex;
			}
			catch (Exception ex) {
				last = ex;
			}
			LockSupport.parkNanos(PAUSE);
			if (Thread.currentThread().isInterrupted()) {
				throw new NatsServerException("Interrupted while waiting for " + what, last);
			}
		}
		while (System.nanoTime() - end < 0);
		throw new NatsServerException(
				"Waited " + timeout.toSeconds() + " s in vain for " + what + ((last != null) ? " (" + last + ")" : ""),
				last);
	}

	/** Lets some time pass before something is tried again. */
	static void pause(Duration duration) {
		LockSupport.parkNanos(duration.toNanos());
	}

	/** Something that has no answer yet, or has. */
	@FunctionalInterface
	interface Question<T> {

		@Nullable T ask() throws Exception;

	}

}

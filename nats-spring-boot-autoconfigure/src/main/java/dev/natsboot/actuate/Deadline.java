package dev.natsboot.actuate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.jetstream.JetStreamInquiry;
import org.jspecify.annotations.Nullable;

/**
 * The time that one call of the endpoint may ask servers, whatever their number.
 *
 * @param end its end, by {@link System#nanoTime()}
 */
record Deadline(long end) {

	private static final Duration LIMIT = Duration.ofSeconds(4);

	static Deadline begin() {
		return new Deadline(System.nanoTime() + LIMIT.toNanos());
	}

	/**
	 * Asks the server of a pool.
	 * @param pool the pool
	 * @param question what is asked
	 * @return the answer or a failure, no later than the end
	 */
	<T> CompletableFuture<T> ask(NatsConnectionPool pool, Function<JetStreamInquiry, CompletableFuture<T>> question) {
		if (!pool.isConnected()) {
			return CompletableFuture.failedFuture(new IllegalStateException("there is no server"));
		}
		long left = Math.max(1, this.end - System.nanoTime());
		return question.apply(new JetStreamInquiry(pool.connection("nats.endpoint"), Duration.ofNanos(left)))
			.orTimeout(left, TimeUnit.NANOSECONDS);
	}

	/**
	 * Why there is no answer, for people.
	 */
	static String reason(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = (cause instanceof IllegalStateException) ? cause.getMessage() : null;
		return (message != null) ? message : "the server did not answer in time";
	}

}

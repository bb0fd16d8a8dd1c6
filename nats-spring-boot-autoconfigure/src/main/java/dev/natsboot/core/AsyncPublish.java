package dev.natsboot.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous publish into a stream, from its first attempt to the acknowledgement
 * or the failure, and the future that the caller gets: one object, since there are many.
 * It is completed on the executor, where all attempts but the first are made too.
 */
final class AsyncPublish extends CompletableFuture<PublishAck> implements Runnable {

	private final PublishAttempts attempts;

	private final AckInboxes inboxes;

	private final Executor executor;

	private final Consumer<@Nullable PublishAck> completed;

	private long deadline;

	private Duration timeout = Duration.ZERO;

	private volatile @Nullable Message answer;

	private volatile @Nullable NatsException failure;

	/**
	 * Creates it, nothing sent yet.
	 * @param attempts the message and when it is tried again
	 * @param inboxes where acknowledgements arrive
	 * @param executor completes it
	 * @param completed called before it is completed, once
	 */
	AsyncPublish(PublishAttempts attempts, AckInboxes inboxes, Executor executor,
			Consumer<@Nullable PublishAck> completed) {
		this.attempts = attempts;
		this.inboxes = inboxes;
		this.executor = executor;
		this.completed = completed;
	}

	/**
	 * Makes an attempt.
	 * @throws NatsException if nothing could be sent
	 */
	void send() {
		this.answer = null;
		this.failure = null;
		Connection connection = this.attempts.connection();
		this.timeout = this.attempts.next();
		this.deadline = System.nanoTime() + this.timeout.toNanos();
		OutboundMessage message = this.attempts.message();
		this.inboxes.on(connection, message.subject()).publish(message, this);
	}

	boolean isLate(long now) {
		return now - this.deadline >= 0;
	}

	void answered(Message message) {
		this.answer = message;
		evaluate();
	}

	void unanswered(Connection connection, boolean closed) {
		OutboundMessage message = this.attempts.message();
		this.failure = closed ? PendingReply.closedMeanwhile(message, null)
				: PendingReply.timedOut(message, this.timeout, connection, null);
		evaluate();
	}

	private void evaluate() {
		try {
			this.executor.execute(this);
		}
		catch (RejectedExecutionException ex) {
			// what is known now must not get lost with an executor that has ended
			run();
		}
	}

	/**
	 * Evaluates what the attempt came to.
	 */
	@Override
	public void run() {
		try {
			NatsException failed = this.failure;
			Message answered = this.answer;
			if (failed != null) {
				throw failed;
			}
			if (answered == null) {
				throw new IllegalStateException("Neither answered nor failed");
			}
			PublishAck ack = PendingReply.ack(this.attempts.message(), answered);
			this.completed.accept(ack);
			complete(ack);
		}
		catch (NatsException ex) {
			again(ex);
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	private void again(NatsException ex) {
		try {
			long delay = this.attempts.delay(ex).toNanos();
			delayedExecutor(delay, TimeUnit.NANOSECONDS, this::execute).execute(this::sendAgain);
		}
		catch (RuntimeException | Error result) {
			fail(result);
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			fail(ex);
		}
	}

	private void sendAgain() {
		try {
			send();
		}
		catch (NatsException ex) {
			again(ex);
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	private void fail(Throwable ex) {
		this.completed.accept(null);
		completeExceptionally(new CompletionException(ex));
	}

}

package dev.natsboot.core;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.support.NatsRequestCompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: waits for its reply and tells apart how it can fail. Works
 * whatever the connection's options say about requests without responders.
 */
final class PendingReply {

	private static final int NO_RESPONDERS = 503;

	private final Connection connection;

	private final OutboundMessage message;

	private final Duration timeout;

	private final CompletableFuture<Message> future;

	private PendingReply(Connection connection, OutboundMessage message, Duration timeout) {
		this.connection = connection;
		this.message = message;
		this.timeout = timeout;
		this.future = Wire.request(connection, message, timeout);
	}

	/**
	 * Sends a request.
	 */
	static PendingReply request(Connection connection, OutboundMessage message, Duration timeout) {
		return new PendingReply(connection, message, timeout);
	}

	/**
	 * Refuses to begin what would wait, on a thread that must not wait.
	 */
	static void checkNotInterrupted(String subject) {
		if (Thread.currentThread().isInterrupted()) {
			throw new NatsInterruptedException(
					"The thread is interrupted, so nothing was sent to '" + subject + "', since that would wait");
		}
	}

	static boolean isNoResponders(Message message) {
		return message.isStatusMessage() && message.getStatus().getCode() == NO_RESPONDERS;
	}

	Message await() {
		try {
			return checked(this.future.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException ex) {
			this.future.cancel(false);
			Thread.currentThread().interrupt();
			throw new NatsInterruptedException("The thread was interrupted while it waited for the answer from '"
					+ this.message.subject() + "'; the message was sent", ex);
		}
		catch (TimeoutException | CancellationException ex) {
			NatsException result = translate(ex);
			this.future.cancel(false);
			throw result;
		}
		catch (ExecutionException ex) {
			throw translate(ex);
		}
	}

	/**
	 * The reply, completed on the client's thread or, by the timeout, on the timer's.
	 */
	CompletableFuture<Message> async() {
		return this.future.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS).handle((reply, ex) -> {
			if (ex != null) {
				throw translate(ex);
			}
			return checked(reply);
		});
	}

	PublishAck ack(Message reply) {
		return ack(this.message, reply);
	}

	/**
	 * Reads what answered a publish.
	 */
	static PublishAck ack(OutboundMessage message, Message reply) {
		if (isNoResponders(reply)) {
			throw noResponders(message);
		}
		try {
			return new PublishAck(reply);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() <= 0) {
				throw notAStream(message, ex);
			}
			throw new StreamRejectedException("The stream refused the message to '" + message.subject() + "'", ex);
		}
		catch (IOException | RuntimeException ex) {
			throw notAStream(message, ex);
		}
	}

	/**
	 * Fails if the answer is there already and is an error.
	 */
	void checkNoError() {
		if (this.future.isDone() && !this.future.isCompletedExceptionally()) {
			Message answer = this.future.join();
			if (answer.getData().length > 0) {
				ack(answer);
			}
		}
	}

	private static StreamRejectedException notAStream(OutboundMessage message, Exception ex) {
		return new StreamRejectedException("What answered the publish to '" + message.subject() + "' is not a stream",
				-1, ex);
	}

	private Message checked(Message reply) {
		if (isNoResponders(reply)) {
			throw noResponders();
		}
		return reply;
	}

	private NatsException translate(Throwable thrown) {
		Throwable ex = unwrap(thrown);
		if (ex instanceof NatsException natsException) {
			return natsException;
		}
		if (ex instanceof JetStreamStatusException status && status.getStatus().getCode() == NO_RESPONDERS) {
			return noResponders();
		}
		if (ex instanceof CancellationException && this.future instanceof NatsRequestCompletableFuture request) {
			if (request.wasCancelledClosing()) {
				return closedMeanwhile(this.message, ex);
			}
			if (!request.wasCancelledTimedOut()) {
				return noResponders();
			}
		}
		if (ex instanceof TimeoutException || ex instanceof CancellationException) {
			return timedOut(this.message, this.timeout, this.connection, ex);
		}
		return new NatsException("The request to '" + this.message.subject() + "' failed", ex);
	}

	static NatsNotConnectedException closedMeanwhile(OutboundMessage message, @Nullable Throwable cause) {
		return new NatsNotConnectedException(
				"The connection was closed while waiting for the answer from '" + message.subject() + "'", cause);
	}

	static NatsTimeoutException timedOut(OutboundMessage message, Duration timeout, Connection connection,
			@Nullable Throwable cause) {
		boolean stream = message.kind() == OutboundMessage.Kind.STREAM;
		return new NatsTimeoutException(
				"No " + (stream ? "acknowledgement" : "reply") + " from '" + message.subject() + "' within "
						+ timeout.toMillis() + " ms; the connection is " + Wire.describe(connection.getStatus()),
				cause);
	}

	private NoRespondersException noResponders() {
		return noResponders(this.message);
	}

	static NoRespondersException noResponders(OutboundMessage message) {
		if (message.kind() == OutboundMessage.Kind.STREAM) {
			return new NoRespondersException("No stream takes the subject '" + message.subject()
					+ "': add it to a stream's subjects, or enable JetStream on the server");
		}
		return new NoRespondersException("Nobody listens to '" + message.subject() + "'");
	}

	static Throwable unwrap(Throwable ex) {
		Throwable cause = ex.getCause();
		boolean wrapped = ex instanceof ExecutionException || ex instanceof CompletionException;
		return (wrapped && cause != null) ? cause : ex;
	}

}

package dev.natsboot.core;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the client and makes distinct exceptions of what it throws.
 * <p>
 * The client drops a message without a word when the calling thread is interrupted. So
 * the interrupt flag is cleared for the time of the call and set again after it; an
 * interrupt that hits meanwhile is an exception.
 */
final class Wire {

	private Wire() {
	}

	static void publish(Connection connection, String subject, @Nullable String replyTo, @Nullable Headers headers,
			byte[] data) {
		checkSize(connection, subject, headers, data);
		boolean interrupted = Thread.interrupted();
		try {
			if (replyTo == null && headers == null) {
				connection.publish(subject, data);
			}
			else {
				connection.publish(subject, replyTo, headers, data);
			}
			if (Thread.interrupted()) {
				interrupted = true;
				throw interruptedMeanwhile(subject);
			}
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw translate(connection, subject, ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	static CompletableFuture<Message> request(Connection connection, OutboundMessage message, Duration timeout) {
		checkSize(connection, message.subject(), message.headersOrNull(), message.data());
		boolean interrupted = Thread.interrupted();
		try {
			CompletableFuture<Message> reply = connection.requestWithTimeout(message.subject(), message.headersOrNull(),
					message.data(), timeout);
			if (Thread.interrupted()) {
				interrupted = true;
				reply.cancel(false);
				throw interruptedMeanwhile(message.subject());
			}
			return reply;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw translate(connection, message.subject(), ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static void checkSize(Connection connection, String subject, @Nullable Headers headers, byte[] data) {
		long size = data.length;
		if (headers != null && !headers.isEmpty()) {
			size += headers.serializedLength();
		}
		long max = connection.getMaxPayload();
		if (max > 0 && size > max) {
			throw new MessageTooLargeException("The message to '" + subject + "' has " + size
					+ " bytes with its headers; the server accepts " + max + " (max_payload)");
		}
	}

	private static NatsInterruptedException interruptedMeanwhile(String subject) {
		return new NatsInterruptedException(
				"The thread was interrupted while it sent to '" + subject + "'; the message may not have been sent");
	}

	/**
	 * The client has one exception for a closed and a draining connection and a full
	 * buffer.
	 */
	static NatsException translate(Connection connection, String subject, RuntimeException ex) {
		if (ex instanceof IllegalArgumentException) {
			return translateArgument(subject, ex);
		}
		Connection.Status status = connection.getStatus();
		String text = String.valueOf(ex.getMessage());
		if (status == Connection.Status.CLOSED || text.endsWith("is Closed") || text.endsWith("is Draining")) {
			return new NatsNotConnectedException("Cannot send to '" + subject + "': the connection is "
					+ ((status == Connection.Status.CLOSED) ? "closed" : "closing"), ex);
		}
		return new OutgoingBufferFullException("Cannot send to '" + subject
				+ "': the outgoing buffer is full while the connection is " + describe(status), ex);
	}

	private static NatsException translateArgument(String subject, RuntimeException ex) {
		if (String.valueOf(ex.getMessage()).startsWith("Control line")) {
			return new InvalidSubjectException("The subject, " + subject.length()
					+ " characters long, and its reply subject exceed the maximum control line", ex);
		}
		return new NatsException("The client refused the message to '" + subject + "'", ex);
	}

	static String describe(Connection.Status status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

}

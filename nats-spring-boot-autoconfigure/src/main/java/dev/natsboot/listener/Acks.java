package dev.natsboot.listener;

import java.time.Duration;

import dev.natsboot.core.ListenerDescription;
import io.nats.client.Connection;
import io.nats.client.Message;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * How a JetStream container tells the server that messages are handled. Thread-safe.
 */
interface Acks {

	/**
	 * Acknowledges a message, without waiting.
	 * @param message the message
	 */
	void ack(Message message);

	/**
	 * A connection has a server again, or is a new one: what may have been lost is sent
	 * again.
	 * @param connection the connection
	 */
	void sendAgain(Connection connection);

	/**
	 * Forgets all of them: their stream is gone.
	 */
	void forget();

	/**
	 * Sends again what should have been confirmed by now. Called periodically.
	 */
	default void tick() {
	}

	/**
	 * Waits until nothing is left to be confirmed, and ends.
	 * @param timeout how long to wait
	 */
	default void close(Duration timeout) {
	}

	static Acks of(ListenerDescription listener, ListenerOptions options) {
		boolean confirmed = listener.method() != null
				&& AnnotatedElementUtils.hasAnnotation(listener.method(), ConfirmedAcks.class);
		return confirmed ? new AckWindow(options.ackWait(), options.maxInFlight())
				: new RecentAcks(options.maxInFlight());
	}

}

package dev.natsboot.listener;

import java.io.IOException;
import java.time.Duration;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsNotConnectedException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Whether a stream keeps its messages when they are settled, and what becomes of one that
 * must be kept where it does not.
 */
final class Retention {

	private static final LogAccessor logger = new LogAccessor(Retention.class);

	/** Where trying again is not likely to help. */
	private static final Backoff DELAYS = new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(5), 0);

	private Retention() {
	}

	static Duration delay(long attempts) {
		return DELAYS.delay(attempts);
	}

	static void reportKept(NatsJetStreamMetaData message, Duration delay) {
		logger.error(() -> "Message " + message.streamSequence() + " of stream '" + message.getStream()
				+ "' is too large for a dead letter, and its stream would delete it: it stays there, and comes again in "
				+ delay.toSeconds()
				+ " s until its deliveries are used up. Its dead letter points at it: put that back, "
				+ "or delete the message");
	}

	/**
	 * Asks the server. Waits for the answer.
	 * @param connection the connection
	 * @param stream the stream
	 * @return {@code false} for work queues, and where messages are kept for their
	 * consumers only
	 * @throws NatsException if there is no answer
	 */
	static boolean keepsSettled(@Nullable Connection connection, String stream) {
		if (connection == null) {
			throw new NatsNotConnectedException("There is no connection to ask about stream '" + stream + "'");
		}
		try {
			return connection.jetStreamManagement()
				.getStreamInfo(stream)
				.getConfiguration()
				.getRetentionPolicy() == RetentionPolicy.Limits;
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			throw new NatsException("Stream '" + stream + "' does not tell what it keeps: " + ex.getMessage(), ex);
		}
	}

}

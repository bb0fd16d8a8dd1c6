package dev.natsboot.listener;

import java.io.IOException;

import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsNotConnectedException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stream keeps its messages when they are settled.
 */
final class Retention {

	private Retention() {
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

package dev.natsboot.demo.order;

import java.io.IOException;

import dev.natsboot.core.connection.NatsConnections;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

import org.springframework.stereotype.Component;

/**
 * The JetStream stream that keeps what this service publishes.
 */
@Component
class OrdersStream {

	static final String NAME = "ORDERS";

	private static final int NOT_FOUND = 404;

	private final NatsConnections connections;

	private volatile boolean present;

	OrdersStream(NatsConnections connections) {
		this.connections = connections;
	}

	/**
	 * Creates the stream if it is not there. An existing one stays as it is.
	 * @throws IOException if the server does not answer
	 * @throws JetStreamApiException if the server refuses
	 */
	void ensure() throws IOException, JetStreamApiException {
		if (this.present) {
			return;
		}
		JetStreamManagement streams = this.connections.pool(NatsConnections.DEFAULT_NAME)
			.connection(OrderCreated.SUBJECT)
			.jetStreamManagement();
		if (!exists(streams)) {
			streams.addStream(StreamConfiguration.builder()
				.name(NAME)
				.subjects("orders.>")
				.storageType(StorageType.File)
				.build());
		}
		this.present = true;
	}

	/**
	 * To be called when the stream turned out not to be there: the next {@link #ensure()}
	 * looks again.
	 */
	void forget() {
		this.present = false;
	}

	private static boolean exists(JetStreamManagement streams) throws IOException, JetStreamApiException {
		try {
			streams.getStreamInfo(NAME);
			return true;
		}
		catch (JetStreamApiException ex) {
			if (ex.getErrorCode() == NOT_FOUND) {
				return false;
			}
			throw ex;
		}
	}

}

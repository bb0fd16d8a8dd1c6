package dev.natsboot.demo.inventory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import dev.natsboot.core.NatsException;
import dev.natsboot.core.connection.NatsConnections;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The JetStream stream that keeps what this service publishes. Created when it is not
 * there, as soon as a server can be reached.
 */
@Component
class InventoryStream {

	static final String NAME = "INVENTORY";

	private static final int NOT_FOUND = 404;

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(InventoryStream.class));

	private final NatsConnections connections;

	private volatile boolean present;

	InventoryStream(NatsConnections connections) {
		this.connections = connections;
	}

	/**
	 * To be called when the stream may not be there: it is looked for again.
	 */
	void forget() {
		this.present = false;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void ensure() {
		if (this.present) {
			return;
		}
		try {
			JetStreamManagement streams = this.connections.pool(NatsConnections.DEFAULT_NAME)
				.connection("inventory.reserved")
				.jetStreamManagement();
			if (!exists(streams)) {
				streams.addStream(StreamConfiguration.builder()
					.name(NAME)
					.subjects("inventory.reserved", "inventory.rejected")
					.storageType(StorageType.File)
					.build());
			}
			this.present = true;
		}
		catch (NatsException | IOException | JetStreamApiException ex) {
			logger.debug(ex, "Stream " + NAME + " cannot be looked for; tried again in a second");
		}
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

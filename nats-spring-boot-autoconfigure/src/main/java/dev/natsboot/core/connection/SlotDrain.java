package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogAccessor;

/**
 * Ends a client, with or without waiting for what it still has to do.
 */
final class SlotDrain {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(NatsConnectionPool.class));

	private SlotDrain() {
	}

	static void drain(Connection client, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			if (!timeout.isZero() && client.getStatus() == Connection.Status.CONNECTED
					&& !client.drain(timeout).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				logger.warn(() -> "A NATS connection was closed before all its messages were handled");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException | IllegalStateException ex) {
			logger.warn(() -> "A NATS connection could not be drained within " + timeout.toMillis() + " ms");
		}
		close(client);
	}

	static void close(Connection client) {
		try {
			client.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

package dev.natsboot.core.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.ForceReconnectOptions;
import io.nats.client.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Measures the round trip to a slot's server, and makes the client look for another
 * server when there is no answer. These calls wait: never on a thread of the client.
 */
final class SlotProbe {

	private SlotProbe() {
	}

	/**
	 * Probe the slot's client, unless a probe of it is still under way.
	 */
	static void probe(ConnectionSlot slot) {
		SlotClient slotClient = slot.slotClient();
		Connection client = slot.client();
		if (slotClient == null || client == null || !slot.isCurrent(client)
				|| !slotClient.probing.compareAndSet(false, true)) {
			return;
		}
		try {
			SignOfLife signOfLife = SignOfLife.of(client);
			Duration roundTrip = measure(client);
			if (roundTrip == null && slot.isCurrent(client)) {
				roundTrip = measure(client);
			}
			if (roundTrip != null) {
				slotClient.suspect = false;
				slot.probed(slotClient, roundTrip);
			}
			else if (slot.isCurrent(client) && !signOfLife.isShownBy(client)) {
				unanswered(slot, slotClient, client);
			}
		}
		finally {
			slotClient.probing.set(false);
		}
	}

	private static void unanswered(ConnectionSlot slot, SlotClient slotClient, Connection client) {
		if (slotClient.suspect) {
			slot.rebuild(client);
		}
		else {
			slotClient.suspect = true;
			slot.unresponsive(client);
			reconnect(client, ForceReconnectOptions.FORCE_CLOSE_INSTANCE);
		}
	}

	/**
	 * Leave a server that is about to shut down.
	 */
	static void move(ConnectionSlot slot, Connection client) {
		if (slot.isCurrent(client)) {
			reconnect(client,
					ForceReconnectOptions.builder().flush(client.getOptions().getConnectionTimeout()).build());
		}
	}

	/**
	 * Connect a client anew that has stopped to read.
	 */
	static void revive(ConnectionSlot slot, Connection client) {
		if (slot.isCurrent(client)) {
			reconnect(client, ForceReconnectOptions.FORCE_CLOSE_INSTANCE);
		}
	}

	private static @Nullable Duration measure(Connection client) {
		try {
			return RoundTrips.measure(client);
		}
		catch (IOException | TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (IllegalStateException ex) {
			// the outgoing queue is full: writing is stuck unless the server takes it
			return null;
		}
	}

	private static void reconnect(Connection client, ForceReconnectOptions options) {
		try {
			client.forceReconnect(options);
		}
		catch (IOException ex) {
			// the client goes on trying by itself
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What passed through a client before a probe. A probe that waits behind much data is
	 * late although the server is well: something received, or more sent than fits into
	 * the buffers of the sockets, shows that it is.
	 */
	private record SignOfLife(long inMessages, long outBytes) {

		private static final long BUFFERED_BYTES = 16 * 1024 * 1024;

		static SignOfLife of(Connection client) {
			Statistics statistics = client.getStatistics();
			return new SignOfLife(statistics.getInMsgs(), statistics.getOutBytes());
		}

		boolean isShownBy(Connection client) {
			SignOfLife now = of(client);
			return now.inMessages > this.inMessages || now.outBytes - this.outBytes > BUFFERED_BYTES;
		}

	}

}

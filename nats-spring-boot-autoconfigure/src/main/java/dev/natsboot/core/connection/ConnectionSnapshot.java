package dev.natsboot.core.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Statistics;
import io.nats.client.api.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool at a moment. Taken from memory, without asking the server.
 *
 * @param name name of the connection as the server shows it
 * @param state what it is doing
 * @param serverUrl address of the server without credentials, if connected
 * @param serverName name of the server, if connected
 * @param serverVersion version of the server, if connected
 * @param cluster name of the server's cluster, if connected and it has one
 * @param jetStreamAvailable whether it is connected and the server said that it has
 * JetStream
 * @param outage what is known while there is no server; {@code null} if connected
 * @param roundTrip the last measured round trip, if one was measured
 * @param reconnects how often a client has reached a server again
 * @param rebuilds how often another client was built
 * @param inMessages messages received by the present client
 * @param outMessages messages sent by the present client
 * @param inBytes bytes received by the present client
 * @param outBytes bytes sent by the present client
 * @param dropped messages dropped by slow subscriptions of the present client
 * @since 0.1.0
 */
public record ConnectionSnapshot(String name, State state, @Nullable String serverUrl, @Nullable String serverName,
		@Nullable String serverVersion, @Nullable String cluster, boolean jetStreamAvailable, @Nullable Outage outage,
		@Nullable Duration roundTrip, long reconnects, long rebuilds, long inMessages, long outMessages, long inBytes,
		long outBytes, long dropped) {

	static ConnectionSnapshot of(String name, State state, @Nullable Connection client, Outage outage,
			@Nullable Duration roundTrip, long reconnects, long rebuilds) {
		if (client == null) {
			return new ConnectionSnapshot(name, state, null, null, null, null, false, outage, null, reconnects,
					rebuilds, 0, 0, 0, 0, 0);
		}
		Statistics statistics = client.getStatistics();
		if (state != State.CONNECTED) {
			// the client still tells of the server that it has lost
			return new ConnectionSnapshot(name, state, null, null, null, null, false, outage, null, reconnects,
					rebuilds, statistics.getInMsgs(), statistics.getOutMsgs(), statistics.getInBytes(),
					statistics.getOutBytes(), statistics.getDroppedCount());
		}
		ServerInfo server = client.getServerInfo();
		return new ConnectionSnapshot(name, state, ServerUrl.withoutCredentials(client.getConnectedUrl()),
				server.getServerName(), server.getVersion(), server.getCluster(), server.isJetStreamAvailable(), null,
				roundTrip, reconnects, rebuilds, statistics.getInMsgs(), statistics.getOutMsgs(),
				statistics.getInBytes(), statistics.getOutBytes(), statistics.getDroppedCount());
	}

	/**
	 * What is known of a connection without a server.
	 *
	 * @param servers the configured addresses without credentials; empty if none was
	 * tried yet
	 * @param since since when there is no server; {@code null} if none was tried yet
	 * @param lastError why the last attempt failed, in short and without credentials, if
	 * that is known
	 * @since 0.1.0
	 */
	public record Outage(List<String> servers, @Nullable Instant since, @Nullable String lastError) {

		public Outage {
			servers = List.copyOf(servers);
		}

	}

	/**
	 * What a connection is doing.
	 */
	public enum State {

		/**
		 * There is no client: none was asked for yet, or one is being built.
		 */
		CONNECTING,

		/**
		 * The client has a server.
		 */
		CONNECTED,

		/**
		 * The client has lost its server and tries to reach one.
		 */
		RECONNECTING,

		/**
		 * Closed by the application.
		 */
		CLOSED

	}

}

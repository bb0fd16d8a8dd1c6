package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.core.connection.PoolSnapshot;

/**
 * The pools and their connections.
 */
final class ConnectionsSection implements Section {

	private final NatsConnections connections;

	ConnectionsSection(NatsConnections connections) {
		this.connections = connections;
	}

	@Override
	public Pending begin(Deadline deadline) {
		Map<String, Object> pools = new LinkedHashMap<>();
		for (NatsConnectionPool pool : this.connections.pools()) {
			PoolSnapshot snapshot = pool.snapshot();
			Map<String, Object> shown = NatsHealthIndicator.figures(snapshot);
			shown.put("connections", snapshot.connections().stream().map(ConnectionsSection::describe).toList());
			pools.put(pool.name(), shown);
		}
		return Pending.of(pools);
	}

	private static Map<String, Object> describe(ConnectionSnapshot connection) {
		Map<String, Object> shown = NatsHealthIndicator.details(connection);
		shown.put("inMessages", connection.inMessages());
		shown.put("outMessages", connection.outMessages());
		shown.put("inBytes", connection.inBytes());
		shown.put("outBytes", connection.outBytes());
		shown.put("dropped", connection.dropped());
		return shown;
	}

}

package dev.natsboot.observation;

import java.util.List;

import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.PoolSnapshot;

/**
 * Snapshots as a pool would give them.
 */
final class Snapshots {

	private Snapshots() {
	}

	static PoolSnapshot pool(ConnectionSnapshot... connections) {
		return new PoolSnapshot("default", 1, 2, 0, 0, 0, List.of(connections));
	}

	static ConnectionSnapshot connection(String name, long inBytes) {
		return new ConnectionSnapshot(name, ConnectionSnapshot.State.CONNECTED, null, null, null, null, false, null,
				null, 0, 0, 0, 0, inBytes, 0, 0);
	}

}

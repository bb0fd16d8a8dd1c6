package dev.natsboot.core.connection;

import java.util.List;

/**
 * A pool at a moment. Taken from memory, without asking the server.
 *
 * @param name name of the pool
 * @param minSize number of connections that are always there
 * @param maxSize number of connections that the pool grows to
 * @param inUse number of connections that had messages in the last check
 * @param grown how often a connection was added under load
 * @param retired how often an idle connection was closed
 * @param connections the connections
 * @since 0.1.0
 */
public record PoolSnapshot(String name, int minSize, int maxSize, int inUse, long grown, long retired,
		List<ConnectionSnapshot> connections) {

	public PoolSnapshot {
		connections = List.copyOf(connections);
	}

	/**
	 * How many connections the pool has now, whatever their state.
	 * @return the number
	 */
	public int size() {
		return this.connections.size();
	}

	/**
	 * How many connections have a server now.
	 * @return the number
	 */
	public int connected() {
		return (int) this.connections.stream()
			.filter((connection) -> connection.state() == ConnectionSnapshot.State.CONNECTED)
			.count();
	}

}

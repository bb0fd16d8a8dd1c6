package dev.natsboot.observation;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.PoolSnapshot;

/**
 * A figure of all connections that a pool has had, which never falls: connections come
 * and go, and a new client counts from zero. Thread-safe.
 */
final class PoolTotal {

	private final ReentrantLock lock = new ReentrantLock();

	private final ToLongFunction<ConnectionSnapshot> figure;

	private final Map<String, Long> last = new HashMap<>();

	private long total;

	PoolTotal(ToLongFunction<ConnectionSnapshot> figure) {
		this.figure = figure;
	}

	long of(PoolSnapshot pool) {
		this.lock.lock();
		try {
			for (ConnectionSnapshot connection : pool.connections()) {
				long now = this.figure.applyAsLong(connection);
				Long before = this.last.put(connection.name(), now);
				this.total += (before == null || now < before) ? now : now - before;
			}
			return this.total;
		}
		finally {
			this.lock.unlock();
		}
	}

}

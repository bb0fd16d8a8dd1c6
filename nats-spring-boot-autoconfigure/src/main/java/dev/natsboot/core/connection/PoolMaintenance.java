package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

import dev.natsboot.core.connection.ConnectionSnapshot.State;
import io.nats.client.Connection;

/**
 * Looks after a pool from time to time: probes its connections, and grows or shrinks it.
 * One look at a time, on a thread that may wait.
 */
final class PoolMaintenance {

	/** A connection that has so many bytes waiting in two looks in a row is too few. */
	private static final long WAITING_BYTES = 64 * 1024;

	private static final int LOOKS = 2;

	private static final Duration LOAD_INTERVAL = Duration.ofMillis(500);

	private final NatsConnectionPool pool;

	private final NatsPoolSettings settings;

	private final ConnectionRuntime runtime;

	private final Duration interval;

	private long probedAt = System.nanoTime();

	PoolMaintenance(NatsConnectionPool pool, NatsPoolSettings settings, ConnectionRuntime runtime) {
		this.pool = pool;
		this.settings = settings;
		this.runtime = runtime;
		boolean elastic = settings.maxSize() > settings.minSize();
		this.interval = (elastic && LOAD_INTERVAL.compareTo(settings.healthCheckInterval()) < 0) ? LOAD_INTERVAL
				: settings.healthCheckInterval();
	}

	void schedule() {
		this.runtime.schedule(this.interval, this::look);
	}

	private void look() {
		if (!this.pool.isMaintainedBy(this)) {
			return;
		}
		try {
			ConnectionSlot[] slots = this.pool.slots();
			probe(slots);
			boolean waiting = false;
			for (ConnectionSlot slot : slots) {
				waiting |= look(slot);
			}
			if (waiting) {
				this.pool.grow();
			}
			else {
				shrink(slots);
			}
		}
		finally {
			if (this.pool.isMaintainedBy(this)) {
				schedule();
			}
		}
	}

	private void probe(ConnectionSlot[] slots) {
		long now = System.nanoTime();
		if (now - this.probedAt >= this.settings.healthCheckInterval().toNanos() - this.interval.toNanos() / 2) {
			this.probedAt = now;
			for (ConnectionSlot slot : slots) {
				slot.renewIfDue(this.settings.healthCheckInterval().multipliedBy(2));
				this.runtime.workers().execute(() -> SlotProbe.probe(slot));
			}
		}
	}

	private boolean look(ConnectionSlot slot) {
		Connection client = slot.client();
		if (client == null) {
			return false;
		}
		slot.traffic().look(client.getStatistics());
		if (this.settings.maxSize() == this.settings.minSize() || slot.state() != State.CONNECTED
				|| client.getStatus() != Connection.Status.CONNECTED) {
			return false;
		}
		return slot.traffic().waiting(client.outgoingPendingBytes() >= WAITING_BYTES) >= LOOKS;
	}

	private void shrink(ConnectionSlot[] slots) {
		Arrays.stream(slots)
			.filter((slot) -> slot.index() >= this.settings.minSize())
			.filter((slot) -> slot.traffic().idleNanos() >= this.settings.idleTimeout().toNanos())
			.sorted(Comparator.comparingLong((ConnectionSlot slot) -> slot.traffic().idleNanos()).reversed())
			.forEach(this.pool::retire);
	}

}

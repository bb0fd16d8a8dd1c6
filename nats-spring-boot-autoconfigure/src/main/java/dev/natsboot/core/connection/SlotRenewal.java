package dev.natsboot.core.connection;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.core.connection.ConnectionSnapshot.State;

/**
 * Exchanges a slot's client for one made from what the options are now, such as other
 * certificates or credentials. The old client serves until there is the new one, so that
 * nothing is lost, and stays if the new one cannot be made.
 */
final class SlotRenewal {

	private final ConnectionSlot slot;

	private final ReconnectBackoff backoff;

	private final ConnectionRuntime runtime;

	private final SlotReports reports;

	/** Counts requests: one that comes during an exchange may need another. */
	private final AtomicInteger wanted = new AtomicInteger();

	SlotRenewal(ConnectionSlot slot, ReconnectBackoff backoff, ConnectionRuntime runtime, SlotReports reports) {
		this.slot = slot;
		this.backoff = backoff;
		this.runtime = runtime;
		this.reports = reports;
	}

	void renew() {
		if (this.wanted.getAndIncrement() == 0) {
			this.runtime.workers().execute(() -> attempt(0));
		}
	}

	private void attempt(int failed) {
		int requests = this.wanted.get();
		try {
			if (this.slot.state() == State.CLOSED) {
				this.wanted.set(0);
			}
			else if (!this.slot.exchange()) {
				again(failed + 1);
			}
			else if (!this.wanted.compareAndSet(requests, 0)) {
				this.wanted.set(1);
				attempt(0);
			}
		}
		catch (InterruptedException ex) {
			this.wanted.set(0);
			Thread.currentThread().interrupt();
		}
		catch (IOException | RuntimeException ex) {
			this.reports.renewalFailed(ex, failed);
			again(failed + 1);
		}
	}

	private void again(int failed) {
		this.runtime.schedule(this.backoff.delay(failed), () -> attempt(failed));
	}

}

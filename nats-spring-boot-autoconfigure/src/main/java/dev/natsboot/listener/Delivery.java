package dev.natsboot.listener;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way through a JetStream container, and the lease that keeps the server
 * from delivering it again meanwhile.
 */
final class Delivery {

	private static final AtomicIntegerFieldUpdater<Delivery> SETTLED = AtomicIntegerFieldUpdater
		.newUpdater(Delivery.class, "settled");

	final Message message;

	final @Nullable PullEngine engine;

	private final long receivedAt;

	private volatile long leasedAt;

	private volatile boolean settlementAwaited;

	@SuppressWarnings("UnusedVariable")
	private volatile int settled;

	Delivery(Message message, @Nullable PullEngine engine) {
		this.message = message;
		this.engine = engine;
		this.receivedAt = System.nanoTime();
		this.leasedAt = this.receivedAt;
	}

	/**
	 * Its listener settles it by hand, and stopping waits for that.
	 */
	void awaitSettlement() {
		this.settlementAwaited = true;
	}

	boolean isSettlementAwaited() {
		return this.settlementAwaited;
	}

	/**
	 * Claims the settlement: only one caller gets it.
	 * @return whether the caller is the one to settle
	 */
	boolean claim() {
		return SETTLED.compareAndSet(this, 0, 1);
	}

	/**
	 * Extends the lease where a third of it has passed.
	 * @param now the time, by {@link System#nanoTime()}
	 * @param ackWait the length of a lease in nanoseconds
	 * @param limit how long a message is kept at the most, in nanoseconds
	 * @return {@code false} if the limit has passed just now
	 */
	boolean keep(long now, long ackWait, long limit) {
		long leased = this.leasedAt;
		if (leased == Long.MAX_VALUE || now - leased < ackWait / 3) {
			return true;
		}
		boolean within = now - this.receivedAt < limit;
		if (within) {
			this.leasedAt = now;
			this.message.inProgress();
		}
		else {
			this.leasedAt = Long.MAX_VALUE;
		}
		return within;
	}

}

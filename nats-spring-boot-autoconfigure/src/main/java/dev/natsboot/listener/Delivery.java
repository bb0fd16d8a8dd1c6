package dev.natsboot.listener;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way through a JetStream container, and the lease that keeps the server
 * from delivering it again meanwhile.
 */
@SuppressWarnings("UnusedVariable")
final class Delivery {

	private static final AtomicIntegerFieldUpdater<Delivery> SETTLED = AtomicIntegerFieldUpdater
		.newUpdater(Delivery.class, "settled");

	private static final AtomicIntegerFieldUpdater<Delivery> OPEN = AtomicIntegerFieldUpdater.newUpdater(Delivery.class,
			"open");

	private static final AtomicIntegerFieldUpdater<Delivery> LEFT = AtomicIntegerFieldUpdater.newUpdater(Delivery.class,
			"left");

	final Message message;

	final @Nullable PullEngine engine;

	private final long receivedAt;

	private volatile long leasedAt;

	/**
	 * How many things stopping waits for because of this message: its future, its
	 * settlement by hand, its dead letter.
	 */
	private volatile int open;

	/**
	 * 1 once it has left the container, settled or not.
	 */
	private volatile int left;

	private volatile int settled;

	Delivery(Message message, @Nullable PullEngine engine) {
		this.message = message;
		this.engine = engine;
		this.receivedAt = System.nanoTime();
		this.leasedAt = this.receivedAt;
	}

	void open() {
		OPEN.incrementAndGet(this);
	}

	/**
	 * One thing less that stopping waits for.
	 * @return {@code false} if all were given up already
	 */
	boolean close() {
		return OPEN.getAndUpdate(this, (count) -> Math.max(0, count - 1)) > 0;
	}

	/**
	 * Nothing is waited for any more.
	 * @return how many things were
	 */
	int closeAll() {
		return OPEN.getAndSet(this, 0);
	}

	/**
	 * Leaves the container: only the first caller makes room for another message.
	 * @return whether the caller is the first
	 */
	boolean leave() {
		return LEFT.compareAndSet(this, 0, 1);
	}

	/**
	 * How long ago it was delivered, in nanoseconds.
	 */
	long age() {
		return System.nanoTime() - this.receivedAt;
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
		if (leased == Long.MAX_VALUE) {
			return true;
		}
		if (now - this.receivedAt >= limit) {
			this.leasedAt = Long.MAX_VALUE;
			return false;
		}
		if (now - leased >= ackWait / 3) {
			this.message.inProgress();
			this.leasedAt = now;
		}
		return true;
	}

}

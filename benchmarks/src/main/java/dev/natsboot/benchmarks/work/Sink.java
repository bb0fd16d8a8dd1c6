package dev.natsboot.benchmarks.work;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Where all handlers hand their payloads: counts them, and tells the driver now and then
 * how far it is, over a connection of its own, so that no queue overflows.
 */
public final class Sink {

	static final int CREDIT = 1000;

	private static final byte[] NOTHING = new byte[0];

	private final Connection connection;

	private final String creditSubject;

	private final AtomicLong count = new AtomicLong();

	private final long work;

	/**
	 * Creates a sink.
	 * @param connection tells the driver
	 * @param side the side's name
	 * @param work how long a handler waits, in nanoseconds
	 */
	Sink(Connection connection, String side, long work) {
		this.connection = connection;
		this.creditSubject = credit(side);
		this.work = work;
	}

	static String credit(String side) {
		return "credit." + side;
	}

	/**
	 * A message has been handled.
	 * @param payload what the handler got
	 */
	public void handled(@Nullable Object payload) {
		Objects.requireNonNull(payload);
		if (this.work > 0) {
			LockSupport.parkNanos(this.work);
		}
		if (this.count.incrementAndGet() % CREDIT == 0) {
			this.connection.publish(this.creditSubject, NOTHING);
		}
	}

	long count() {
		return this.count.get();
	}

	void awaitCount(long target) {
		long deadline = System.nanoTime() + Clients.LONG.toNanos();
		while (this.count.get() < target) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(
						"Only " + this.count.get() + " of " + target + " messages were handled");
			}
			LockSupport.parkNanos(100_000);
		}
	}

}

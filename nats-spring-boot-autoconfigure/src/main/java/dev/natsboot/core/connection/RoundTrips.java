package dev.natsboot.core.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Connection;
import io.nats.client.Consumer;

/**
 * Calls that wait for the server to answer a ping, one at a time on each connection. The
 * client counts the pings of all callers together, and when more than
 * {@code nats.max-pings-out} are unanswered it gives up even a healthy connection: a few
 * listeners that stop at once would be enough. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RoundTrips {

	private RoundTrips() {
	}

	/**
	 * Waits until the server has taken all that was sent on a connection before.
	 * @param connection the connection
	 * @param timeout how long to wait, above zero
	 * @throws TimeoutException if the server did not answer in time
	 * @throws InterruptedException if interrupted meanwhile
	 * @throws IllegalStateException if the connection's outgoing queue is full
	 */
	public static void flush(Connection connection, Duration timeout) throws TimeoutException, InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		ReentrantLock lock = lock(connection, timeout);
		try {
			connection.flush(left(deadline));
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Ends a dispatcher or subscription: no more messages come, and those that came are
	 * handled before this returns.
	 * @param connection its connection
	 * @param consumer the dispatcher or subscription
	 * @param timeout how long to wait, above zero
	 * @throws TimeoutException if the server did not answer, or the handler not return,
	 * in time
	 * @throws InterruptedException if interrupted meanwhile
	 * @throws ExecutionException if the client failed to end it
	 * @throws IllegalStateException if it is ended already
	 */
	public static void drain(Connection connection, Consumer consumer, Duration timeout)
			throws TimeoutException, InterruptedException, ExecutionException {
		long deadline = System.nanoTime() + timeout.toNanos();
		CompletableFuture<Boolean> drained;
		ReentrantLock lock = lock(connection, timeout);
		try {
			drained = consumer.drain(left(deadline));
		}
		finally {
			lock.unlock();
		}
		drained.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	/**
	 * The time that a round trip to the server takes.
	 */
	static Duration measure(Connection connection) throws IOException, TimeoutException, InterruptedException {
		ReentrantLock lock = lock(connection, connection.getOptions().getConnectionTimeout());
		try {
			return connection.RTT();
		}
		finally {
			lock.unlock();
		}
	}

	private static ReentrantLock lock(Connection connection, Duration timeout)
			throws TimeoutException, InterruptedException {
		ReentrantLock lock = (connection.getOptions().getConnectionListener() instanceof SlotClient slotClient)
				? slotClient.roundTrips : new ReentrantLock();
		if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new TimeoutException("Other calls wait for the server already");
		}
		return lock;
	}

	/**
	 * Never zero, which the client takes for no limit.
	 */
	private static Duration left(long deadline) {
		return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
	}

}

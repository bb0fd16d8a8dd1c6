package dev.natsboot.listener;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way through a JetStream container, and the lease that keeps the server
 * from delivering it again meanwhile.
 */
final class Delivery {

	final Message message;

	final @Nullable PullEngine engine;

	private final long receivedAt;

	private volatile long leasedAt;

	Delivery(Message message, @Nullable PullEngine engine, long now) {
		this.message = message;
		this.engine = engine;
		this.receivedAt = now;
		this.leasedAt = now;
	}

	/**
	 * Extends the lease where a third of it has passed.
	 * @param now the time, by {@link System#nanoTime()}
	 * @param ackWait the length of a lease in nanoseconds
	 * @param limit how long a message is kept at the most, in nanoseconds
	 * @return {@code false} if the limit has passed just now
	 */
	boolean keep(long now, long ackWait, long limit) {
		if (now - this.leasedAt < ackWait / 3) {
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

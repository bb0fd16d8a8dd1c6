package dev.natsboot.core;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;

/**
 * Where the acknowledgements of asynchronous publishes over one connection arrive. The
 * client's own requests would do as well, but each is written to the network by itself,
 * and costs several objects more. Thread-safe.
 */
final class AckInbox {

	/**
	 * How often timeouts are looked for while acknowledgements are due.
	 */
	private static final long SWEEP_MILLIS = 25;

	private final Connection connection;

	private final String prefix;

	private final Dispatcher dispatcher;

	private final Map<Long, AsyncPublish> due = new ConcurrentHashMap<>();

	private final AtomicLong next = new AtomicLong();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	AckInbox(Connection connection) {
		this.connection = connection;
		this.prefix = connection.createInbox() + ".";
		this.dispatcher = connection.createDispatcher();
		this.dispatcher.setPendingLimits(0, 0);
		this.dispatcher.subscribe(this.prefix + "*", this::answered);
	}

	boolean isUsable() {
		return this.dispatcher.isActive() && this.connection.getStatus() != Connection.Status.CLOSED;
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Sends a message. What becomes of it is told to the publish, unless this throws.
	 */
	void publish(OutboundMessage message, AsyncPublish publish) {
		Long token = this.next.getAndIncrement();
		this.due.put(token, publish);
		try {
			Wire.publish(this.connection, message.subject(), this.prefix + token, message.headersOrNull(),
					message.data());
		}
		catch (RuntimeException | Error ex) {
			// else it was just told that it has no answer
			if (this.due.remove(token) != null) {
				throw ex;
			}
		}
		sweepLater();
	}

	private void answered(Message answer) {
		String subject = answer.getSubject();
		AsyncPublish publish = this.due.remove(Long.parseLong(subject, this.prefix.length(), subject.length(), 10));
		if (publish != null) {
			publish.answered(answer);
		}
	}

	private void sweepLater() {
		if (!this.sweeping.get() && this.sweeping.compareAndSet(false, true)) {
			CompletableFuture.delayedExecutor(SWEEP_MILLIS, TimeUnit.MILLISECONDS, Runnable::run).execute(this::sweep);
		}
	}

	private void sweep() {
		long now = System.nanoTime();
		boolean closed = this.connection.getStatus() == Connection.Status.CLOSED;
		try {
			this.due.forEach((token, publish) -> {
				if ((closed || publish.isLate(now)) && this.due.remove(token, publish)) {
					publish.unanswered(this.connection, closed);
				}
			});
		}
		finally {
			this.sweeping.set(false);
			if (!this.due.isEmpty()) {
				sweepLater();
			}
		}
	}

}

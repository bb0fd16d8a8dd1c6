package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Acknowledgements that the server confirms. Each has a reply subject of its own, and
 * none waits for another. What is not confirmed is sent again, until the server must have
 * delivered the message again anyway. On a new connection the last confirmed ones are
 * sent again too: a server writes a consumer's state after it has confirmed, so that a
 * killed one may have forgotten them.
 */
final class AckWindow implements Acks {

	private static final LogAccessor logger = new LogAccessor(AckWindow.class);

	private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);

	private final Map<String, Unconfirmed> unconfirmed = new ConcurrentHashMap<>();

	private final AtomicLong next = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition confirmed = this.lock.newCondition();

	private final long ackWait;

	private volatile @Nullable Replies replies;

	private volatile boolean closing;

	private final RecentAcks recent;

	AckWindow(Duration ackWait, int recent) {
		this.ackWait = ackWait.toNanos();
		this.recent = new RecentAcks(recent);
	}

	@Override
	public void ack(Message message) {
		String token = Long.toString(this.next.getAndIncrement(), Character.MAX_RADIX);
		String subject = Objects.requireNonNull(message.getReplyTo());
		this.recent.add(subject);
		this.unconfirmed.put(token, new Unconfirmed(subject, System.nanoTime()));
		send(message.getConnection(), token, subject);
	}

	@Override
	public void sendAgain(Connection connection) {
		this.recent.sendAgain(connection);
		this.unconfirmed.forEach((token, ack) -> send(connection, token, ack.subject));
	}

	@Override
	public void forget() {
		this.recent.forget();
		this.unconfirmed.clear();
	}

	@Override
	public void tick() {
		Replies current = this.replies;
		if (current == null || current.connection.getStatus() != Connection.Status.CONNECTED) {
			return;
		}
		long now = System.nanoTime();
		this.unconfirmed.forEach((token, ack) -> {
			if (now - ack.begunAt > 2 * this.ackWait) {
				this.unconfirmed.remove(token);
				logger.debug(() -> "An acknowledgement was never confirmed: " + ack.subject);
			}
			else if (now - ack.sentAt > this.ackWait / 3) {
				ack.sentAt = now;
				ack.refused = false;
				send(current.connection, token, ack.subject);
			}
		});
	}

	@Override
	public void close(Duration timeout) {
		long left = timeout.toNanos();
		this.lock.lock();
		try {
			this.closing = true;
			while (isAwaited() && left > 0) {
				left = this.confirmed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.closing = false;
			this.lock.unlock();
		}
		if (!this.unconfirmed.isEmpty()) {
			logger.warn(() -> this.unconfirmed.size() + " acknowledgements were not confirmed before the stop; "
					+ "these messages may be delivered again");
		}
		this.unconfirmed.clear();
		listen(null);
	}

	private void send(Connection connection, String token, String subject) {
		connection.publish(subject, inbox(connection) + token, ACK);
	}

	private String inbox(Connection connection) {
		Replies current = this.replies;
		return (current != null && current.connection == connection) ? current.prefix : listen(connection);
	}

	/**
	 * Takes confirmations on a connection, and no longer on the one before.
	 */
	private String listen(@Nullable Connection connection) {
		this.lock.lock();
		try {
			Replies before = this.replies;
			if (before != null && before.connection == connection) {
				return before.prefix;
			}
			this.replies = null;
			if (before != null) {
				before.close();
			}
			if (connection == null) {
				return "";
			}
			Replies created = new Replies(connection, this::answered);
			this.replies = created;
			return created.prefix;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether a confirmation may still come. Where nobody took the acknowledgement it
	 * does not; it is sent again while the listener runs, since a new leader may be there
	 * soon.
	 */
	private boolean isAwaited() {
		return this.unconfirmed.values().stream().anyMatch((ack) -> !ack.refused);
	}

	private void answered(String token, Message answer) {
		if (!answer.isStatusMessage()) {
			this.unconfirmed.remove(token);
		}
		else {
			Unconfirmed ack = this.unconfirmed.get(token);
			if (ack != null) {
				ack.refused = true;
			}
		}
		if (this.closing && !isAwaited()) {
			this.lock.lock();
			try {
				this.confirmed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * An acknowledgement on its way.
	 */
	private static final class Unconfirmed {

		private final String subject;

		private final long begunAt;

		private volatile long sentAt;

		private volatile boolean refused;

		Unconfirmed(String subject, long now) {
			this.subject = subject;
			this.begunAt = now;
			this.sentAt = now;
		}

	}

	/**
	 * Where confirmations arrive.
	 */
	private static final class Replies {

		private final Connection connection;

		private final String prefix;

		private final Dispatcher dispatcher;

		Replies(Connection connection, BiConsumer<String, Message> answered) {
			this.connection = connection;
			this.prefix = connection.createInbox() + ".";
			this.dispatcher = connection.createDispatcher();
			this.dispatcher.subscribe(this.prefix + "*",
					(message) -> answered.accept(message.getSubject().substring(this.prefix.length()), message));
		}

		void close() {
			try {
				this.connection.closeDispatcher(this.dispatcher);
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				logger.debug(ex, "The connection was closed before");
			}
		}

	}

}

package dev.natsboot.core;

import java.time.Duration;
import java.util.function.Predicate;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A request to many: where it ends.
 *
 * @param maxReplies after how many replies
 * @param stall how long after a reply without another one
 * @param timeout how long after the request
 */
record Gathering(int maxReplies, @Nullable Duration stall, Duration timeout) {

	/**
	 * Sends the request and hands over each reply until an end is reached.
	 */
	void run(Connection connection, OutboundMessage message, Predicate<Message> more) {
		PendingReply.checkNotInterrupted(message.subject());
		String inbox = connection.createInbox();
		Subscription subscription = subscribe(connection, inbox, message);
		try {
			Wire.publish(connection, message.subject(), inbox, message.headersOrNull(), message.data());
			collect(connection, subscription, message, more);
		}
		finally {
			end(subscription);
		}
	}

	private void collect(Connection connection, Subscription subscription, OutboundMessage message,
			Predicate<Message> more) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		for (int replies = 0; replies < this.maxReplies; replies++) {
			long wait = deadline - System.nanoTime();
			if (this.stall != null && replies > 0) {
				wait = Math.min(wait, this.stall.toNanos());
			}
			Message reply = (wait > 0) ? next(connection, subscription, message, wait) : null;
			if (reply == null) {
				return;
			}
			if (PendingReply.isNoResponders(reply)) {
				throw PendingReply.noResponders(message);
			}
			if (!more.test(reply)) {
				return;
			}
		}
	}

	private static Subscription subscribe(Connection connection, String inbox, OutboundMessage message) {
		try {
			return connection.subscribe(inbox);
		}
		catch (IllegalStateException ex) {
			throw Wire.translate(connection, message.subject(), ex);
		}
	}

	private static @Nullable Message next(Connection connection, Subscription subscription, OutboundMessage message,
			long nanos) {
		try {
			return subscription.nextMessage(Duration.ofNanos(nanos));
		}
		catch (IllegalStateException ex) {
			throw new NatsNotConnectedException("The connection was closed while waiting for replies from '"
					+ message.subject() + "'; it is " + Wire.describe(connection.getStatus()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsInterruptedException("The thread was interrupted while it waited for replies from '"
					+ message.subject() + "'; the message was sent", ex);
		}
	}

	private static void end(Subscription subscription) {
		boolean interrupted = Thread.interrupted();
		try {
			if (subscription.isActive()) {
				subscription.unsubscribe();
			}
		}
		catch (IllegalStateException ex) {
			// the connection was closed meanwhile, and the subscription with it
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}

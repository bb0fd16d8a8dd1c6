package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.nats.client.Connection;
import io.nats.client.Message;

/**
 * The reply subjects of the messages acknowledged last. An acknowledgement that was on
 * its way when the server went away is lost without a word, and the message would come
 * again after the ack wait; so the last ones are sent again on the next connection. The
 * server ignores those it knows.
 */
final class RecentAcks implements Acks {

	private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);

	private final AtomicReferenceArray<String> subjects;

	private final AtomicInteger next = new AtomicInteger();

	RecentAcks(int capacity) {
		this.subjects = new AtomicReferenceArray<>(capacity);
	}

	@Override
	public void ack(Message message) {
		add(Objects.requireNonNull(message.getReplyTo()));
		message.ack();
	}

	void add(String subject) {
		this.subjects.lazySet(Math.floorMod(this.next.getAndIncrement(), this.subjects.length()), subject);
	}

	@Override
	public void sendAgain(Connection connection) {
		for (int i = 0; i < this.subjects.length(); i++) {
			String subject = this.subjects.getAndSet(i, null);
			if (subject != null) {
				connection.publish(subject, ACK);
			}
		}
	}

	@Override
	public void forget() {
		for (int i = 0; i < this.subjects.length(); i++) {
			this.subjects.set(i, null);
		}
	}

}

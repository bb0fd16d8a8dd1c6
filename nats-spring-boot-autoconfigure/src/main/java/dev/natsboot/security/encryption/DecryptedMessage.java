package dev.natsboot.security.encryption;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.AckType;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * A message with its payload decrypted; all else is the received message's.
 */
final class DecryptedMessage implements Message {

	private final Message received;

	private final Headers headers;

	private final byte[] data;

	DecryptedMessage(Message received, Headers headers, byte[] data) {
		this.received = received;
		this.headers = headers;
		this.data = data;
	}

	@Override
	public byte[] getData() {
		return this.data;
	}

	@Override
	public boolean hasHeaders() {
		return !this.headers.isEmpty();
	}

	@Override
	public Headers getHeaders() {
		return this.headers;
	}

	@Override
	public void ackSync(Duration timeout) throws TimeoutException, InterruptedException {
		this.received.ackSync(timeout);
	}

	@Override
	public void nakWithDelay(Duration delay) {
		this.received.nakWithDelay(delay);
	}

	@Override
	public void nakWithDelay(long delayMillis) {
		this.received.nakWithDelay(delayMillis);
	}

	@Override
	public String getSubject() {
		return this.received.getSubject();
	}

	@Override
	public @Nullable String getReplyTo() {
		return this.received.getReplyTo();
	}

	@Override
	public boolean isStatusMessage() {
		return this.received.isStatusMessage();
	}

	@Override
	public @Nullable Status getStatus() {
		return this.received.getStatus();
	}

	@Override
	@SuppressWarnings("deprecation")
	public boolean isUtf8mode() {
		return this.received.isUtf8mode();
	}

	@Override
	public @Nullable Subscription getSubscription() {
		return this.received.getSubscription();
	}

	@Override
	public @Nullable String getSID() {
		return this.received.getSID();
	}

	@Override
	public @Nullable Connection getConnection() {
		return this.received.getConnection();
	}

	@Override
	public NatsJetStreamMetaData metaData() {
		return this.received.metaData();
	}

	@Override
	public @Nullable AckType lastAck() {
		return this.received.lastAck();
	}

	@Override
	public void ack() {
		this.received.ack();
	}

	@Override
	public void nak() {
		this.received.nak();
	}

	@Override
	public void term() {
		this.received.term();
	}

	@Override
	public void inProgress() {
		this.received.inProgress();
	}

	@Override
	public boolean isJetStream() {
		return this.received.isJetStream();
	}

	@Override
	public long consumeByteCount() {
		return this.received.consumeByteCount();
	}

	@Override
	public String toString() {
		return "DecryptedMessage[subject=" + getSubject() + "]";
	}

}

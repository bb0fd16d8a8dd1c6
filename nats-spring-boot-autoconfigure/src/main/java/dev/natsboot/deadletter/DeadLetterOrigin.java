package dev.natsboot.deadletter;

import java.time.Instant;

import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

/**
 * A message of a stream that is to become a dead letter.
 *
 * @since 0.1.0
 */
public final class DeadLetterOrigin {

	private final String stream;

	private final String subject;

	private final long sequence;

	private final Instant publishedAt;

	private final @Nullable Headers headers;

	private final byte[] data;

	private DeadLetterOrigin(String stream, String subject, long sequence, Instant publishedAt,
			@Nullable Headers headers, byte @Nullable [] data) {
		this.stream = stream;
		this.subject = subject;
		this.sequence = sequence;
		this.publishedAt = publishedAt;
		this.headers = headers;
		this.data = (data != null) ? data : new byte[0];
	}

	/**
	 * A message that a consumer delivered.
	 * @param message the message
	 * @return the origin
	 */
	public static DeadLetterOrigin of(Message message) {
		NatsJetStreamMetaData metaData = message.metaData();
		return new DeadLetterOrigin(metaData.getStream(), message.getSubject(), metaData.streamSequence(),
				metaData.timestamp().toInstant(), message.getHeaders(), message.getData());
	}

	/**
	 * A message that was read from a stream.
	 * @param stream the stream
	 * @param message the message
	 * @return the origin
	 */
	public static DeadLetterOrigin of(String stream, MessageInfo message) {
		return new DeadLetterOrigin(stream, String.valueOf(message.getSubject()), message.getSeq(),
				(message.getTime() != null) ? message.getTime().toInstant() : Instant.EPOCH, message.getHeaders(),
				message.getData());
	}

	String stream() {
		return this.stream;
	}

	String subject() {
		return this.subject;
	}

	long sequence() {
		return this.sequence;
	}

	Instant publishedAt() {
		return this.publishedAt;
	}

	@Nullable Headers headers() {
		return this.headers;
	}

	byte[] data() {
		return this.data;
	}

}

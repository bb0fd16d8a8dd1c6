package dev.natsboot.deadletter;

import java.util.Objects;

import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies in its stream.
 *
 * @since 0.1.0
 */
public final class DeadLetter {

	private final MessageInfo message;

	private final Headers headers;

	DeadLetter(MessageInfo message) {
		this.message = message;
		this.headers = (message.getHeaders() != null) ? message.getHeaders() : new Headers();
	}

	/**
	 * Its sequence in the stream of dead letters.
	 * @return the sequence
	 */
	public long sequence() {
		return this.message.getSeq();
	}

	/**
	 * The original message's subject.
	 * @return the subject, or {@code null} if the message was not written by a
	 * {@link DeadLetterWriter}
	 */
	public @Nullable String subject() {
		return this.headers.getFirst(DeadLetterHeaders.SUBJECT);
	}

	/**
	 * The consumer that gave it up.
	 * @return the consumer's name
	 */
	public @Nullable String consumer() {
		return this.headers.getFirst(DeadLetterHeaders.CONSUMER);
	}

	/**
	 * Its headers: those of {@link DeadLetterHeaders}, and the original's.
	 * @return the headers
	 */
	public Headers headers() {
		return this.headers;
	}

	/**
	 * The original's payload.
	 * @return the bytes
	 */
	public byte[] data() {
		return Objects.requireNonNullElseGet(this.message.getData(), () -> new byte[0]);
	}

	@Override
	public String toString() {
		return "dead letter " + sequence() + " of '" + subject() + "', given up by '" + consumer() + "': "
				+ this.headers.getFirst(DeadLetterHeaders.EXCEPTION);
	}

}

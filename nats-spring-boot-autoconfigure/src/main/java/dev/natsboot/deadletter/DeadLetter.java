package dev.natsboot.deadletter;

import java.util.List;
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

	private static final String MESSAGE_ID = "Nats-Msg-Id";

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
	 * Whether the original's payload and headers are all here. Otherwise the letter says
	 * in {@link DeadLetterHeaders#OMITTED} what is not, and only points at the original,
	 * by stream and sequence.
	 * @return whether it is complete
	 */
	public boolean isComplete() {
		return isComplete(this.headers);
	}

	static boolean isComplete(Headers headers) {
		List<String> omitted = headers.get(DeadLetterHeaders.OMITTED);
		return omitted == null || !(omitted.contains(DeadLetterHeaders.OMITTED_PAYLOAD)
				|| omitted.contains(DeadLetterHeaders.OMITTED_HEADERS));
	}

	/**
	 * The original's payload.
	 * @return the bytes; none where the letter is not complete and says that the payload
	 * is left out
	 */
	public byte[] data() {
		return Objects.requireNonNullElseGet(this.message.getData(), () -> new byte[0]);
	}

	String header(String name) {
		return Objects.requireNonNullElse(this.headers.getFirst(name), "0");
	}

	/**
	 * What identifies the original, also when it is put back.
	 */
	@Nullable String identity() {
		String redriven = this.headers.getFirst(DeadLetterHeaders.REDRIVEN_ID);
		if (redriven != null) {
			return redriven;
		}
		String messageId = this.headers.getFirst(DeadLetterHeaders.ORIGINAL_PREFIX + MESSAGE_ID);
		String sequence = this.headers.getFirst(DeadLetterHeaders.SEQUENCE);
		String publishedAt = this.headers.getFirst(DeadLetterHeaders.PUBLISHED_AT);
		if (messageId != null || sequence == null || publishedAt == null) {
			return messageId;
		}
		return DeadLetterHeaders.place(sequence, publishedAt);
	}

	@Override
	public String toString() {
		return "dead letter " + sequence() + " of '" + subject() + "', given up by '" + consumer() + "': "
				+ this.headers.getFirst(DeadLetterHeaders.EXCEPTION);
	}

}

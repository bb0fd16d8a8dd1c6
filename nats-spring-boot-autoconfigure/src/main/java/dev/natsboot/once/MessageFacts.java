package dev.natsboot.once;

import java.nio.charset.StandardCharsets;

import dev.natsboot.deadletter.DeadLetterHeaders;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * What an expression that identifies a message can use of it.
 *
 * @since 0.1.0
 */
public final class MessageFacts {

	private final Message message;

	MessageFacts(Message message) {
		this.message = message;
	}

	/**
	 * The message's subject.
	 * @return the subject
	 */
	public String getSubject() {
		return this.message.getSubject();
	}

	/**
	 * A token of the subject.
	 * @param position the position, from 1
	 * @return the token, or {@code null} if the subject is shorter
	 */
	public @Nullable String subjectToken(int position) {
		String[] tokens = this.message.getSubject().split("\\.", -1);
		return (position >= 1 && position <= tokens.length) ? tokens[position - 1] : null;
	}

	/**
	 * A header's first value.
	 * @param name the header's name
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		return (this.message.getHeaders() != null) ? this.message.getHeaders().getFirst(name) : null;
	}

	/**
	 * The payload as UTF-8 text, for payloads that are an id themselves.
	 * @return the text
	 */
	public String getText() {
		return new String(this.message.getData(), StandardCharsets.UTF_8);
	}

	/**
	 * The id that its publisher gave it.
	 * @return the {@code Nats-Msg-Id} header, or {@code null}
	 */
	public @Nullable String getMessageId() {
		return header("Nats-Msg-Id");
	}

	/**
	 * Its place in the stream.
	 * @return sequence and time
	 */
	public String getPlace() {
		return DeadLetterHeaders.place(Long.toString(this.message.metaData().streamSequence()),
				this.message.metaData().timestamp().toInstant().toString());
	}

	/**
	 * What identifies the message where no expression says otherwise: what identified the
	 * original of a dead letter that was put back, the publisher's message id, or the
	 * place in the stream.
	 * @return the id
	 */
	public String getIdentity() {
		String redriven = header(DeadLetterHeaders.REDRIVEN_ID);
		if (redriven != null) {
			return redriven;
		}
		String messageId = getMessageId();
		return (messageId != null) ? messageId : getPlace();
	}

}

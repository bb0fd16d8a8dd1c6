package dev.natsboot.core;

/**
 * A filter refused a message: it was not handled, or as a reply not handed over. What a
 * requester is told is generic; why it was refused is only for this side.
 *
 * @since 0.1.0
 */
public class MessageRefusedException extends NatsException {

	private final int code;

	private final String description;

	private final String reason;

	private final boolean answered;

	/**
	 * Creates the exception.
	 * @param code the code of the error reply, shaped like an HTTP status
	 * @param description the text of the error reply; says nothing about the reason
	 * @param reason why, for logs; no part of the message, and no token
	 * @param answered whether a requester gets an error reply
	 */
	public MessageRefusedException(int code, String description, String reason, boolean answered) {
		super("The message was refused: " + reason);
		this.code = code;
		this.description = description;
		this.reason = reason;
		this.answered = answered;
	}

	/**
	 * The code of the error reply.
	 * @return the code
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * The text of the error reply.
	 * @return the text, which does not say why the message was refused
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Why the message was refused.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Whether a requester gets an error reply.
	 * @return {@code false} to leave the request unanswered
	 */
	public boolean isAnswered() {
		return this.answered;
	}

	/**
	 * Messages are refused in great numbers when somebody tries, so there is no trace.
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}

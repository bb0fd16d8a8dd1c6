package dev.natsboot.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way out, after the codec. The payload is the caller's array and is not
 * copied. Not for several threads at once.
 *
 * @since 0.1.0
 */
public final class OutboundMessage {

	private final Kind kind;

	private final String subject;

	private final @Nullable String replyTo;

	private @Nullable Headers headers;

	private final byte[] data;

	private final List<Consumer<Message>> replyChecks;

	/**
	 * Creates a message.
	 * @param kind what the message is sent as
	 * @param subject the subject
	 * @param replyTo the reply subject, if any
	 * @param headers the headers, to which filters may add
	 * @param data the payload as it goes over the wire
	 */
	public OutboundMessage(Kind kind, String subject, @Nullable String replyTo, Headers headers, byte[] data) {
		this(kind, subject, replyTo, data, headers);
	}

	/**
	 * Creates a message whose headers are made when somebody asks for them.
	 */
	OutboundMessage(Kind kind, String subject, @Nullable String replyTo, byte[] data, @Nullable Headers headers) {
		this(kind, subject, replyTo, headers, data, (kind == Kind.REQUEST) ? new ArrayList<>(2) : List.of());
	}

	private OutboundMessage(Kind kind, String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] data,
			List<Consumer<Message>> replyChecks) {
		this.kind = kind;
		this.subject = subject;
		this.replyTo = replyTo;
		this.headers = headers;
		this.data = data;
		this.replyChecks = replyChecks;
	}

	/**
	 * What the message is sent as.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Where the message goes.
	 * @return the subject
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * Where an answer goes.
	 * @return the reply subject; {@code null} where there is none, and for a request,
	 * whose inbox the client chooses
	 */
	public @Nullable String replyTo() {
		return this.replyTo;
	}

	/**
	 * The headers.
	 * @return the headers; a filter may add to them
	 */
	public Headers headers() {
		Headers result = this.headers;
		if (result == null) {
			result = new Headers();
			this.headers = result;
		}
		return result;
	}

	/**
	 * The headers, if there may be any.
	 */
	@Nullable Headers headersOrNull() {
		return this.headers;
	}

	/**
	 * The payload.
	 * @return the caller's own array
	 */
	public byte[] data() {
		return this.data;
	}

	/**
	 * The same message with another payload.
	 * @param newData the payload
	 * @return the new message, with the same headers object
	 */
	public OutboundMessage withData(byte[] newData) {
		return new OutboundMessage(this.kind, this.subject, this.replyTo, headers(), newData, this.replyChecks);
	}

	/**
	 * Has each reply to this request looked at before the requester gets it. The check
	 * runs on the requester's thread or, for an asynchronous request, on the template's
	 * callback executor, and may block. A reply for which it throws
	 * {@link MessageRefusedException} is left out where many are collected; everywhere
	 * else what it throws is what the requester gets.
	 * @param check looks at a reply
	 * @throws UnsupportedOperationException if this message is not a request
	 */
	public void checkReplies(Consumer<Message> check) {
		this.replyChecks.add(check);
	}

	boolean hasReplyChecks() {
		return !this.replyChecks.isEmpty();
	}

	/**
	 * Runs the checks of a reply.
	 */
	Message checked(Message reply) {
		this.replyChecks.forEach((check) -> check.accept(reply));
		return reply;
	}

	/**
	 * What a message is sent as.
	 */
	public enum Kind {

		/**
		 * A core message, at most once.
		 */
		EVENT,

		/**
		 * A core message that is to be answered.
		 */
		REQUEST,

		/**
		 * The answer to a request.
		 */
		REPLY,

		/**
		 * A message into a JetStream stream.
		 */
		STREAM

	}

}

package dev.natsboot.cloud.stream.binder;

/**
 * Headers of Spring messages that concern NATS. None of them goes over the wire under
 * this name.
 *
 * @since 0.1.0
 */
public final class NatsHeaders {

	/**
	 * What all of these begin with.
	 */
	static final String PREFIX = "nats_";

	/**
	 * On a received message: its subject, a {@code String}.
	 */
	public static final String SUBJECT = "nats_subject";

	/**
	 * On a received message of a core binding: where an answer goes, a {@code String}.
	 */
	public static final String REPLY_TO = "nats_replyTo";

	/**
	 * On a received message of a stream: the stream's name, a {@code String}.
	 */
	public static final String STREAM = "nats_stream";

	/**
	 * On a received message of a stream: its sequence there, a {@code Long}.
	 */
	public static final String SEQUENCE = "nats_sequence";

	/**
	 * On a received message of a stream: how often it was delivered, this time included,
	 * a {@code Long}.
	 */
	public static final String DELIVERIES = "nats_deliveries";

	/**
	 * On a received message of a stream: when it came into the stream, an
	 * {@code Instant}.
	 */
	public static final String PUBLISHED_AT = "nats_publishedAt";

	/**
	 * On a received message of a binding with {@link AckMode#MANUAL}: what settles it, a
	 * {@link dev.natsboot.listener.Acknowledgment}.
	 */
	public static final String ACKNOWLEDGMENT = "nats_acknowledgment";

	/**
	 * On a received message of a stream: its id ({@code Nats-Msg-Id}), if it has one, a
	 * {@code String}.
	 */
	public static final String RECEIVED_MESSAGE_ID = "nats_receivedMessageId";

	/**
	 * On a message to be sent: its id ({@code Nats-Msg-Id}), by which the stream drops
	 * duplicates, a {@code String}.
	 */
	public static final String MESSAGE_ID = "nats_messageId";

	/**
	 * On a message to be sent: a {@code CompletableFuture<PublishAck>} that is completed
	 * with the stream's confirmation, or with why there is none.
	 */
	public static final String CONFIRM = "nats_confirm";

	private NatsHeaders() {
	}

}

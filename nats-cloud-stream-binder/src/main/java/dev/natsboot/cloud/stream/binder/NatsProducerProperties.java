package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;

/**
 * What a producer binding wants of NATS, beside the properties that all binders have.
 *
 * @since 0.1.0
 */
public class NatsProducerProperties {

	/**
	 * Name of the connection. By the binder's own when not set.
	 */
	private @Nullable String connection;

	/**
	 * SpEL expression for the message's id, by which the stream drops duplicates, such as
	 * headers['orderId'].
	 */
	private @Nullable String messageIdExpression;

	/**
	 * What carries the messages.
	 */
	private BindingMode mode = BindingMode.JETSTREAM;

	/**
	 * The stream.
	 */
	private final NatsStreamProperties stream = new NatsStreamProperties();

	/**
	 * Whether sending waits until the stream has stored the message. When not set, it
	 * waits, but for what a function sends while it handles a message of this binder:
	 * there the message is acknowledged only when all that was sent is stored. When
	 * false, errors go to the error channel.
	 */
	private @Nullable Boolean sync;

	/**
	 * How long the stream keeps a message; the stream must allow it.
	 */
	private @Nullable Duration ttl;

	public @Nullable String getConnection() {
		return this.connection;
	}

	public void setConnection(@Nullable String connection) {
		this.connection = connection;
	}

	public @Nullable String getMessageIdExpression() {
		return this.messageIdExpression;
	}

	public void setMessageIdExpression(@Nullable String messageIdExpression) {
		this.messageIdExpression = messageIdExpression;
	}

	public BindingMode getMode() {
		return this.mode;
	}

	public void setMode(BindingMode mode) {
		this.mode = mode;
	}

	public NatsStreamProperties getStream() {
		return this.stream;
	}

	public @Nullable Boolean getSync() {
		return this.sync;
	}

	public void setSync(@Nullable Boolean sync) {
		this.sync = sync;
	}

	public @Nullable Duration getTtl() {
		return this.ttl;
	}

	public void setTtl(@Nullable Duration ttl) {
		this.ttl = ttl;
	}

}

package dev.natsboot.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

/**
 * Sends, requests and publishes.
 *
 * @since 0.1.0
 */
public interface NatsOperations {

	void send(String subject, @Nullable Object payload);

	<T> @Nullable T request(String subject, @Nullable Object payload, Class<T> replyType);

	PublishAck publish(String subject, @Nullable Object payload);

	CompletableFuture<PublishAck> publishAsync(String subject, @Nullable Object payload);

	SendSpec to(String subject);

	/**
	 * One message, described step by step. Immutable: each step returns a new one.
	 */
	interface SendSpec {

		SendSpec payload(@Nullable Object payload);

		SendSpec header(String name, String... values);

		SendSpec replyTo(String replyTo);

		SendSpec contentType(String contentType);

		SendSpec messageId(String messageId);

		SendSpec timeout(Duration timeout);

		void send();

		/**
		 * Answers a request: like {@link #send()}, but known to filters as a reply.
		 */
		void reply();

		PublishAck publish();

	}

}

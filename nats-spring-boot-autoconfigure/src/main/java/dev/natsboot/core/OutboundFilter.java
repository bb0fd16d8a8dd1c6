package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A stage of the way out, between the codec and the connection. It may add headers,
 * replace the message, refuse it by an exception, and look at the result. Beans of this
 * type are applied in their {@code @Order}, the first one outermost. Must be thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutboundFilter {

	/**
	 * Filters a message on its way out.
	 * @param message the message
	 * @param next the rest of the way
	 * @return what {@code next} returned
	 */
	@Nullable Object filter(OutboundMessage message, Next next);

	/**
	 * The rest of the way out.
	 */
	@FunctionalInterface
	interface Next {

		/**
		 * Sends the message on.
		 * @param message the message, or another one in its place
		 * @return {@code null} for a plain send, for a message of a {@link PublishBatch},
		 * which is sent later, and for a request to many, whose replies have been handed
		 * over by then; a jnats {@code Message} for a request; a {@code PublishAck} for a
		 * JetStream publish; a {@code CompletableFuture} of these where the caller does
		 * not wait. What is chained to such a future runs on the client's thread and must
		 * not block
		 */
		@Nullable Object proceed(OutboundMessage message);

	}

}

package dev.natsboot.core;

import io.nats.client.Message;

/**
 * A stage of the way in, between NATS and the handler of a listener. Filters are put
 * around each listener's handler once, when the listener starts; a filter that has
 * nothing to do for a listener returns {@code next} itself and costs nothing per message.
 * Beans of this type are applied in their {@code @Order}, the first one outermost.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InboundFilter {

	/**
	 * Puts this filter around a listener's handler.
	 * @param listener the listener
	 * @param next the rest of the way in
	 * @return the handler to call in place of {@code next}; must be thread-safe
	 */
	InboundHandler apply(ListenerDescription listener, InboundHandler next);

	/**
	 * Called around what is done about a message after its handler failed: the error
	 * handler is asked, a requester answered, the message settled, a dead letter written.
	 * Runs in the thread in which the handler failed or its stage completed.
	 * @param listener the listener
	 * @param message the message
	 * @param handling what is done; must be run, once
	 */
	default void aroundFailure(ListenerDescription listener, Message message, Runnable handling) {
		handling.run();
	}

}

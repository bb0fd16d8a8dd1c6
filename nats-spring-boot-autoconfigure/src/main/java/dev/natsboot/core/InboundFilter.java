package dev.natsboot.core;

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

}

package dev.natsboot.annotation;

import org.reactivestreams.Publisher;

/**
 * Changes the publisher that a reactive listener method returned, on the thread that
 * called the method and before anybody subscribes: to give it what is bound to the thread
 * otherwise. Beans of this type are applied in their {@code @Order}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerPublisherCustomizer {

	/**
	 * Changes a publisher.
	 * @param publisher the publisher, of one value at the most
	 * @return the publisher to subscribe to
	 */
	Publisher<?> customize(Publisher<?> publisher);

}

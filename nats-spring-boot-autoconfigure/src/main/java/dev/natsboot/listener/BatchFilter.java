package dev.natsboot.listener;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.ListenerDescription;

/**
 * A filter that is also put around the handler of a batch. Each message of the batch
 * passes it on its own too.
 *
 * @since 0.1.0
 */
public interface BatchFilter extends InboundFilter {

	/**
	 * Puts this filter around a listener's handler of batches. Called once, before
	 * {@link #apply}.
	 * @param listener the listener
	 * @param next the rest of the way in
	 * @return the handler to call in place of {@code next}; must be thread-safe
	 */
	Batch applyToBatch(ListenerDescription listener, Batch next);

}

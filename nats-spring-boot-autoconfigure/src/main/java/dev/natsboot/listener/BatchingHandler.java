package dev.natsboot.listener;

import java.util.function.UnaryOperator;

import dev.natsboot.core.InboundHandler;

/**
 * The handler of a listener that takes several messages together, as the innermost filter
 * gets it: to it each message is one that completes later, and it may ask to see them
 * together.
 *
 * @since 0.1.0
 */
public interface BatchingHandler extends InboundHandler {

	/**
	 * Puts something around the handling of the messages together.
	 * @param around makes another batch of the listener's own
	 * @return a handler in the place of this one
	 */
	InboundHandler around(UnaryOperator<Batch> around);

}

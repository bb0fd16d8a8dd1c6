package dev.natsboot.listener;

/**
 * Decides what becomes of a message whose handling failed. Must be thread-safe. A handler
 * that throws is treated as {@link Settlement#nak} after one second.
 * <p>
 * On a core listener there is nothing to redeliver: of the decisions only
 * {@link Settlement#stop()} has an effect, and a requester that the listener answers has
 * already had its error reply.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorHandler {

	/**
	 * Decides.
	 * @param failure the message and what went wrong
	 * @return the decision
	 */
	Settlement handle(FailedMessage failure);

}

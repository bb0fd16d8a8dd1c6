package dev.natsboot.listener;

/**
 * The order in which a core listener with a concurrency above one handles messages.
 *
 * @since 0.1.0
 */
public enum ListenerOrder {

	/**
	 * Any order.
	 */
	NONE,

	/**
	 * Messages of one subject one after the other, in the order they came; different
	 * subjects at the same time.
	 */
	SUBJECT

}

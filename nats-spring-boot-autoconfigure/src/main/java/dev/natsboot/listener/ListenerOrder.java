package dev.natsboot.listener;

/**
 * The order in which a listener handles messages. Order holds within one instance of the
 * application; only {@link #STRICT} holds across several.
 *
 * @since 0.1.0
 */
public enum ListenerOrder {

	/**
	 * Any order, when the concurrency is above one.
	 */
	NONE,

	/**
	 * Messages of one subject one after the other, in the order they came; different
	 * subjects at the same time.
	 */
	SUBJECT,

	/**
	 * Messages of one key one after the other; different keys at the same time.
	 */
	KEY,

	/**
	 * All messages one after the other, also across instances. JetStream listeners only.
	 */
	STRICT

}

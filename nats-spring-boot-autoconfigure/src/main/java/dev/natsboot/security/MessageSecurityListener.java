package dev.natsboot.security;

import org.jspecify.annotations.Nullable;

/**
 * Is told what became of each protected message, for metrics. Beans of this type are
 * called on the thread of the message and must be fast and thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageSecurityListener {

	/**
	 * A message was accepted or refused.
	 * @param direction where the message goes
	 * @param accepted whether it was accepted
	 * @param reason the fixed code of the reason why it was refused, such as
	 * {@code expired}; {@code none} if it was accepted
	 * @param listener the id of the listener; {@code null} for a message that is sent and
	 * for a reply
	 */
	void message(Direction direction, boolean accepted, String reason, @Nullable String listener);

	/**
	 * Where a message goes.
	 */
	enum Direction {

		/**
		 * To a listener.
		 */
		CONSUME,

		/**
		 * To NATS.
		 */
		PUBLISH,

		/**
		 * Back to a requester.
		 */
		REPLY

	}

}

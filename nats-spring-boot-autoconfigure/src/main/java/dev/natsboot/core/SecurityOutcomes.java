package dev.natsboot.core;

/**
 * Counts what security filters decide. A filter asks for a counter once, for each outcome
 * that it can come to, and runs it for each message. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SecurityOutcomes {

	/**
	 * Counts nothing.
	 */
	SecurityOutcomes NONE = (direction, outcome, reason, listener) -> () -> {
	};

	/**
	 * The counter for an outcome. All values are words of the filter's own, of which
	 * there are few, never something that came with a message.
	 * @param direction which way messages go
	 * @param outcome what was decided, such as {@code accepted} or {@code refused}
	 * @param reason why, such as {@code expired}; {@code none} where there is nothing to
	 * say
	 * @param listener the listener's id; {@code none} for messages on their way out
	 * @return counts one message
	 */
	Runnable counter(Direction direction, String outcome, String reason, String listener);

	/**
	 * Which way messages go.
	 */
	enum Direction {

		/**
		 * From NATS to a listener.
		 */
		IN,

		/**
		 * From the application to NATS.
		 */
		OUT

	}

}

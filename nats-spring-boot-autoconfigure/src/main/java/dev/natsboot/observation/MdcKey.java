package dev.natsboot.observation;

/**
 * What log lines of a handler may carry, as keys of the mapped diagnostic context.
 *
 * @since 0.1.0
 */
public enum MdcKey {

	/**
	 * The listener's id, as {@code nats.listener}.
	 */
	LISTENER("nats.listener"),

	/**
	 * The listener's subjects as they are written there, as {@code nats.subject}.
	 */
	SUBJECT("nats.subject"),

	/**
	 * The message id, or stream and sequence of a message without one, as
	 * {@code nats.message-id}.
	 */
	MESSAGE_ID("nats.message-id");

	private final String key;

	MdcKey(String key) {
		this.key = key;
	}

	/**
	 * The key.
	 * @return as log patterns name it
	 */
	public String key() {
		return this.key;
	}

}

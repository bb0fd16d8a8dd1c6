package dev.natsboot.cloud.stream.binder;

/**
 * Who settles the messages of a consumer binding.
 *
 * @since 0.1.0
 */
public enum AckMode {

	/**
	 * The binder, when the function has returned, and all that it sent through this
	 * binder meanwhile is stored.
	 */
	AUTO,

	/**
	 * The function, by the header {@link NatsHeaders#ACKNOWLEDGMENT}.
	 */
	MANUAL

}

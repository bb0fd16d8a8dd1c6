package dev.natsboot.test.server;

/**
 * No {@code nats-server} program could be had. The message lists each way that was tried,
 * why it failed, and the commands that get one.
 *
 * @since 0.1.0
 */
public class NatsServerNotFoundException extends NatsServerException {

	/**
	 * Creates the exception.
	 * @param message the ways that were tried
	 */
	public NatsServerNotFoundException(String message) {
		super(message);
	}

}

package dev.natsboot.test.server;

import org.jspecify.annotations.Nullable;

/**
 * A server could not be found, started or brought into the wanted state. The message
 * names the server's log file and quotes its last lines, when there is one.
 *
 * @since 0.1.0
 */
public class NatsServerException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and where to look
	 */
	public NatsServerException(String message) {
		super(message);
	}

	/**
	 * Creates the exception.
	 * @param message what went wrong and where to look
	 * @param cause what caused it
	 */
	public NatsServerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

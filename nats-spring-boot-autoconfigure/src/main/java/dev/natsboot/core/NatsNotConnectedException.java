package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection to a server to send on: none was reached yet, or the connection
 * is closed or draining. The message was not accepted.
 *
 * @since 0.1.0
 */
public class NatsNotConnectedException extends NatsException {

	public NatsNotConnectedException(String message) {
		super(message);
	}

	public NatsNotConnectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * Nobody answered within the time allowed. Somebody may still have received the message.
 *
 * @since 0.1.0
 */
public class NatsTimeoutException extends NatsException {

	public NatsTimeoutException(String message) {
		super(message);
	}

	public NatsTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

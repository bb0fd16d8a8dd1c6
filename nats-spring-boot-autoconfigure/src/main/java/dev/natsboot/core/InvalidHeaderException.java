package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A header that NATS cannot carry: its name is empty or not printable ASCII without a
 * colon, or its value holds CR, LF or a character outside ASCII. The message text names
 * the header, never its value.
 *
 * @since 0.1.0
 */
public class InvalidHeaderException extends NatsException {

	public InvalidHeaderException(String message) {
		super(message);
	}

	public InvalidHeaderException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

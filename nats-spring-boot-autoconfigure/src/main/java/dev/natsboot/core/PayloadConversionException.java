package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A payload that cannot be converted: no codec for the type or content type, or bytes
 * that are not what they should be. The message text never contains the payload. Fatal:
 * trying again does not help.
 *
 * @since 0.1.0
 */
public class PayloadConversionException extends NatsException {

	public PayloadConversionException(String message) {
		super(message);
	}

	public PayloadConversionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

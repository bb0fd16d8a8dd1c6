package dev.natsboot.core;

/**
 * A payload that was converted but does not satisfy its constraints. The message text
 * names fields and constraints, never values. Fatal, as its parent.
 *
 * @since 0.1.0
 */
public class InvalidPayloadException extends PayloadConversionException {

	public InvalidPayloadException(String message) {
		super(message);
	}

}

package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A subject that is not one: empty, with an empty token, white space, a wildcard where a
 * message is published, or against the naming policy.
 *
 * @since 0.1.0
 */
public class InvalidSubjectException extends NatsException {

	public InvalidSubjectException(String message) {
		super(message);
	}

	public InvalidSubjectException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

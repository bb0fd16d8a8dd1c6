package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions of this library. Unchecked; each subclass is one distinct thing
 * that can go wrong, so that a caller can catch exactly what it can do something about.
 *
 * @since 0.1.0
 */
public class NatsException extends RuntimeException {

	public NatsException(String message) {
		super(message);
	}

	public NatsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

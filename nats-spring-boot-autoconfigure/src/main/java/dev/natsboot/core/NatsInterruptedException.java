package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted before or while it sent or waited. The thread's
 * interrupt flag is set again. The text says whether the message may have been sent.
 *
 * @since 0.1.0
 */
public class NatsInterruptedException extends NatsException {

	public NatsInterruptedException(String message) {
		super(message);
	}

	public NatsInterruptedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

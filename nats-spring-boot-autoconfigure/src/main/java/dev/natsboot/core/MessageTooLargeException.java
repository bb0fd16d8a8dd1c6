package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A message larger than the server accepts ({@code max_payload}). It was not sent.
 *
 * @since 0.1.0
 */
public class MessageTooLargeException extends NatsException {

	public MessageTooLargeException(String message) {
		super(message);
	}

	public MessageTooLargeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

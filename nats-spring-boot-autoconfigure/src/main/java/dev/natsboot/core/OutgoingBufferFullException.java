package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * The outgoing queue, or during an outage the reconnect buffer, has no room and did not
 * get any within the push timeout. The message was not accepted.
 *
 * @since 0.1.0
 */
public class OutgoingBufferFullException extends NatsException {

	public OutgoingBufferFullException(String message) {
		super(message);
	}

	public OutgoingBufferFullException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

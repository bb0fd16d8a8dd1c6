package dev.natsboot.jetstream;

import dev.natsboot.core.NatsException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer cannot be had just now: its stream is not there yet, or JetStream does not
 * answer. Trying again later may help.
 *
 * @since 0.1.0
 */
public class ConsumerUnavailableException extends NatsException {

	private final boolean streamMissing;

	public ConsumerUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	ConsumerUnavailableException(String message, @Nullable Throwable cause, boolean streamMissing) {
		super(message, cause);
		this.streamMissing = streamMissing;
	}

	/**
	 * Whether the server says that there is no such stream.
	 * @return {@code true} if it does
	 */
	public boolean isStreamMissing() {
		return this.streamMissing;
	}

}

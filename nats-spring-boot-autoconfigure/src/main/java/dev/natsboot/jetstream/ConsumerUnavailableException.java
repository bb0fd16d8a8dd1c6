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

	public ConsumerUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

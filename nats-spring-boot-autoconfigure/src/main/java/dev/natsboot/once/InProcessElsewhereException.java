package dev.natsboot.once;

import dev.natsboot.core.NatsException;
import org.jspecify.annotations.Nullable;

/**
 * A message was delivered again while an earlier delivery of it is still being handled,
 * by this or another instance.
 *
 * @since 0.1.0
 */
public class InProcessElsewhereException extends NatsException {

	public InProcessElsewhereException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A request, or a JetStream publish, for which the server knows no subscriber at all. The
 * server says so at once (status 503); compare {@link NatsTimeoutException}.
 *
 * @since 0.1.0
 */
public class NoRespondersException extends NatsException {

	public NoRespondersException(String message) {
		super(message);
	}

	public NoRespondersException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

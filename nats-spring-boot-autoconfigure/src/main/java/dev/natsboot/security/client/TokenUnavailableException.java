package dev.natsboot.security.client;

import dev.natsboot.core.NatsException;
import org.jspecify.annotations.Nullable;

/**
 * There is no access token for a message: the issuer does not give one, or the caller's
 * must not be passed on. The message was not sent.
 *
 * @since 0.1.0
 */
public class TokenUnavailableException extends NatsException {

	public TokenUnavailableException(String message) {
		super(message);
	}

	public TokenUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

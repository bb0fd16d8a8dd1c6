package dev.natsboot.security.callout;

import dev.natsboot.core.NatsException;

/**
 * A client is not let in. The message is for the log of this application; the client
 * learns nothing of it.
 *
 * @since 0.1.0
 */
public class CalloutRefusedException extends NatsException {

	private static final long serialVersionUID = 1L;

	public CalloutRefusedException(String message) {
		super(message, null);
	}

}

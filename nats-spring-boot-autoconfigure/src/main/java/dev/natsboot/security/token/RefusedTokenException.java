package dev.natsboot.security.token;

import dev.natsboot.core.NatsException;

/**
 * A token, or the message it came with, is refused. Says why by a fixed code, and nothing
 * of what the token holds.
 *
 * @since 0.1.0
 */
public class RefusedTokenException extends NatsException {

	private final Refusal refusal;

	/**
	 * Creates the exception.
	 * @param refusal why
	 */
	public RefusedTokenException(Refusal refusal) {
		super("Refused: " + refusal.code());
		this.refusal = refusal;
	}

	/**
	 * Why the token is refused.
	 * @return the reason
	 */
	public Refusal getRefusal() {
		return this.refusal;
	}

	/**
	 * Tokens are refused in great numbers when somebody tries, so there is no trace.
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}

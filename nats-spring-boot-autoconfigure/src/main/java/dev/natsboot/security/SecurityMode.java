package dev.natsboot.security;

/**
 * How messages of a subject are protected.
 *
 * @since 0.1.0
 */
public enum SecurityMode {

	/**
	 * Not at all.
	 */
	OFF,

	/**
	 * By an access token. Whoever sees the message has the token.
	 */
	BEARER,

	/**
	 * By the signature of the sending service.
	 */
	SIGNED,

	/**
	 * By an access token that is bound to a key, and a signature by this key.
	 */
	BOUND;

	boolean isSigned() {
		return this == SIGNED || this == BOUND;
	}

}

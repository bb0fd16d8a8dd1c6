package dev.natsboot.security.proof;

import java.util.Locale;

/**
 * What a message is signed as. One that is signed as something else is refused.
 *
 * @since 0.1.0
 */
public enum Use {

	/**
	 * A message that nobody answers, also one into a stream.
	 */
	EVENT,

	/**
	 * A message that is answered.
	 */
	REQUEST,

	/**
	 * An answer.
	 */
	REPLY;

	private final String code = name().toLowerCase(Locale.ROOT);

	String code() {
		return this.code;
	}

}

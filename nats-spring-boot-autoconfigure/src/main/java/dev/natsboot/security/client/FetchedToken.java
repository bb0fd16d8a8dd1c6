package dev.natsboot.security.client;

import java.time.Duration;

/**
 * A token as an issuer gave it.
 *
 * @param value the token
 * @param life how long it is valid from now on
 */
record FetchedToken(String value, Duration life) {

	@Override
	public String toString() {
		return "FetchedToken[life=" + this.life + "]";
	}

}

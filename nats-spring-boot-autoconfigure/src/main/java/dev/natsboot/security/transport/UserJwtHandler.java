package dev.natsboot.security.transport;

import io.nats.client.AuthHandler;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client in with a NATS user JWT: with a signature by the user's key, or, for a
 * bearer JWT, by the JWT alone. Thread-safe.
 *
 * @since 0.1.0
 */
public final class UserJwtHandler implements AuthHandler {

	private final RenewableToken jwt;

	private final @Nullable AuthHandler key;

	/**
	 * Create a handler.
	 * @param jwt the JWT
	 * @param key signs for the user, or {@code null} for a bearer JWT
	 */
	public UserJwtHandler(RenewableToken jwt, @Nullable AuthHandler key) {
		this.jwt = jwt;
		this.key = key;
	}

	@Override
	public byte[] sign(byte[] nonce) {
		byte[] signature = (this.key != null) ? this.key.sign(nonce) : null;
		return (signature != null) ? signature : new byte[0];
	}

	@Override
	public char[] getID() {
		return (this.key != null) ? this.key.getID() : new char[0];
	}

	@Override
	public char[] getJWT() {
		return this.jwt.get();
	}

}

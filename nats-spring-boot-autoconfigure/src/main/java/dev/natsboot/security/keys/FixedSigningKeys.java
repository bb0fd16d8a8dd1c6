package dev.natsboot.security.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

/**
 * One key that never changes. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FixedSigningKeys implements SigningKeys {

	private final JWK key;

	private final JWKSet publicKeys;

	/**
	 * Creates the keys.
	 * @param key the key with its private part, its {@code kid} and its {@code alg}
	 */
	public FixedSigningKeys(JWK key) {
		this.key = key;
		this.publicKeys = new JWKSet(key.toPublicJWK());
	}

	@Override
	public JWK current() {
		return this.key;
	}

	@Override
	public JWKSet publicKeys() {
		return this.publicKeys;
	}

}

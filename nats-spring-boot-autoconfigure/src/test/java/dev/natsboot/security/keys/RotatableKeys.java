package dev.natsboot.security.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

/**
 * Keys that change when a test says so.
 */
final class RotatableKeys implements SigningKeys {

	private volatile JWK key = SigningKeySource.generate();

	@Override
	public JWK current() {
		return this.key;
	}

	@Override
	public JWKSet publicKeys() {
		return new JWKSet(this.key.toPublicJWK());
	}

	JWK rotate() {
		this.key = SigningKeySource.generate();
		return this.key;
	}

}

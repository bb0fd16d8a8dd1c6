package dev.natsboot.security.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

/**
 * The keys of this application. Implementations must be thread-safe and answer without
 * I/O, since they are asked for each message.
 *
 * @since 0.1.0
 */
public interface SigningKeys {

	/**
	 * The key to sign with now.
	 * @return the key with its private part, its {@code kid} and its {@code alg}; the
	 * same object until the key is rotated, so that it can serve as the key of a cache
	 */
	JWK current();

	/**
	 * The keys that others verify with.
	 * @return the public halves of the current key and of those retired keys whose
	 * messages may still be read; no private part
	 */
	JWKSet publicKeys();

}

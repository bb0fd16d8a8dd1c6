package dev.natsboot.security.keys;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * Makes signers and verifiers for keys. Ed25519 is done by Bouncy Castle, which the NATS
 * client brings along and which is many times faster than the JDK; EC and RSA are done by
 * Nimbus. What is made is thread-safe and worth keeping as long as its key.
 *
 * @since 0.1.0
 */
public final class JwsKeys {

	private JwsKeys() {
	}

	/**
	 * The algorithm that a key signs with.
	 * @param key the key
	 * @return the key's own {@code alg}; without one EdDSA for Ed25519, ES256, ES384 or
	 * ES512 by the curve of an EC key, and RS256 for RSA
	 * @throws JOSEException if no signature can be made with the key
	 */
	public static JWSAlgorithm algorithm(JWK key) throws JOSEException {
		Algorithm own = key.getAlgorithm();
		if (own != null) {
			return JWSAlgorithm.parse(own.getName());
		}
		if (isEd25519(key)) {
			return JWSAlgorithm.EdDSA;
		}
		if (key instanceof ECKey ec) {
			return ECDSA.resolveAlgorithm(ec.getCurve());
		}
		if (key instanceof RSAKey) {
			return JWSAlgorithm.RS256;
		}
		throw unsupported(key);
	}

	/**
	 * Makes a signer.
	 * @param key the key with its private part
	 * @return the signer
	 * @throws JOSEException if the key has no private part or its kind is not supported
	 */
	public static JWSSigner signer(JWK key) throws JOSEException {
		if (!key.isPrivate()) {
			throw new JOSEException("Key '" + key.getKeyID() + "' has no private part");
		}
		if (isEd25519(key)) {
			return new BouncyCastleEd25519Signer((OctetKeyPair) key);
		}
		if (key instanceof ECKey ec) {
			return new ECDSASigner(ec);
		}
		if (key instanceof RSAKey rsa) {
			return new RSASSASigner(rsa);
		}
		throw unsupported(key);
	}

	/**
	 * Makes a verifier.
	 * @param key the key, whose private part is not needed
	 * @return the verifier; it refuses a token whose algorithm does not fit the kind of
	 * key, and one with {@code crit} headers. It does not look at the key's own
	 * {@code alg}: compare that with the token's before
	 * @throws JOSEException if the kind of key is not supported
	 */
	public static JWSVerifier verifier(JWK key) throws JOSEException {
		if (isEd25519(key)) {
			return new BouncyCastleEd25519Verifier((OctetKeyPair) key);
		}
		if (key instanceof ECKey ec) {
			return new ECDSAVerifier(ec);
		}
		if (key instanceof RSAKey rsa) {
			return new RSASSAVerifier(rsa);
		}
		throw unsupported(key);
	}

	private static boolean isEd25519(JWK key) {
		return key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve());
	}

	private static JOSEException unsupported(JWK key) {
		return new JOSEException(
				"Key '" + key.getKeyID() + "' of type " + key.getKeyType() + " cannot sign: Ed25519, EC and RSA can");
	}

}

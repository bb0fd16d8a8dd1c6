package dev.natsboot.security.encryption;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * A key to encrypt or decrypt with, and the one algorithm that is used with its kind:
 * {@code dir} for a symmetric key of 256 bits, {@code ECDH-ES+A256KW} for X25519 and EC,
 * {@code RSA-OAEP-256} for RSA, each with {@code A256GCM}. Immutable.
 *
 * @since 0.1.0
 */
public final class EncryptionKey {

	static final EncryptionMethod METHOD = EncryptionMethod.A256GCM;

	private final JWK key;

	private final String id;

	private final JWEAlgorithm algorithm;

	private EncryptionKey(JWK key, String id, JWEAlgorithm algorithm) {
		this.key = key;
		this.id = id;
		this.algorithm = algorithm;
	}

	/**
	 * Takes a key.
	 * @param key the key
	 * @return the key, known by its {@code kid} or, without one, by its thumbprint (RFC
	 * 7638)
	 * @throws JOSEException if nothing can be encrypted with the key
	 */
	public static EncryptionKey of(JWK key) throws JOSEException {
		if (KeyUse.SIGNATURE.equals(key.getKeyUse())) {
			throw new JOSEException("is for signatures ('use' is 'sig')");
		}
		String id = (key.getKeyID() != null) ? key.getKeyID() : key.computeThumbprint().toString();
		return new EncryptionKey(key, id, algorithm(key));
	}

	private static JWEAlgorithm algorithm(JWK key) throws JOSEException {
		if (key instanceof OctetSequenceKey secret) {
			if (secret.size() != METHOD.cekBitLength()) {
				throw new JOSEException("has " + secret.size() + " bits and not " + METHOD.cekBitLength());
			}
			return JWEAlgorithm.DIR;
		}
		if (key instanceof ECKey || isX25519(key)) {
			return JWEAlgorithm.ECDH_ES_A256KW;
		}
		if (key instanceof RSAKey) {
			return JWEAlgorithm.RSA_OAEP_256;
		}
		throw new JOSEException("cannot encrypt: X25519, EC, RSA and symmetric keys can");
	}

	String id() {
		return this.id;
	}

	JWEAlgorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * Whether one can decrypt with it.
	 * @return whether it is symmetric or has its private part
	 */
	public boolean canDecrypt() {
		return this.key.isPrivate();
	}

	JWEEncrypter encrypter() throws JOSEException {
		if (this.key instanceof OctetSequenceKey secret) {
			return new DirectEncrypter(secret);
		}
		if (this.key instanceof ECKey ec) {
			return new ECDHEncrypter(ec);
		}
		return (this.key instanceof RSAKey rsa) ? new RSAEncrypter(rsa) : new X25519Cipher(this.key.toOctetKeyPair());
	}

	JWEDecrypter decrypter() throws JOSEException {
		if (this.key instanceof OctetSequenceKey secret) {
			return new DirectDecrypter(secret);
		}
		if (this.key instanceof ECKey ec) {
			return new ECDHDecrypter(ec);
		}
		return (this.key instanceof RSAKey rsa) ? new RSADecrypter(rsa) : new X25519Cipher(this.key.toOctetKeyPair());
	}

	private static boolean isX25519(JWK key) {
		return key instanceof OctetKeyPair pair && Curve.X25519.equals(pair.getCurve());
	}

	@Override
	public String toString() {
		return "key '" + this.id + "'";
	}

}

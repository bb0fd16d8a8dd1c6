package dev.natsboot.security.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs by Ed25519 (RFC 8032, RFC 8037). Thread-safe.
 */
final class BouncyCastleEd25519Signer extends EdDSAProvider implements JWSSigner {

	private final Ed25519PrivateKeyParameters key;

	BouncyCastleEd25519Signer(OctetKeyPair key) throws JOSEException {
		byte[] secret = key.getDecodedD();
		if (secret.length != Ed25519.SECRET_KEY_SIZE) {
			throw new JOSEException("The private part of key '" + key.getKeyID() + "' has " + secret.length
					+ " bytes and not " + Ed25519.SECRET_KEY_SIZE);
		}
		this.key = new Ed25519PrivateKeyParameters(secret, 0);
		if (!Base64URL.encode(this.key.generatePublicKey().getEncoded()).equals(key.getX())) {
			throw new JOSEException("The public and the private part of key '" + key.getKeyID() + "' do not match");
		}
	}

	@Override
	public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
		if (!supportedJWSAlgorithms().contains(header.getAlgorithm())) {
			throw new JOSEException("An Ed25519 key does not sign by " + header.getAlgorithm());
		}
		byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
		this.key.sign(Ed25519.Algorithm.Ed25519, null, signingInput, 0, signingInput.length, signature, 0);
		return Base64URL.encode(signature);
	}

}

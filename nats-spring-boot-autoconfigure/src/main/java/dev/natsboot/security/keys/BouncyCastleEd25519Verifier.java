package dev.natsboot.security.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies signatures by Ed25519 (RFC 8032, RFC 8037). Thread-safe.
 */
final class BouncyCastleEd25519Verifier extends EdDSAProvider implements JWSVerifier {

	private final Ed25519PublicKeyParameters key;

	private final CriticalHeaderParamsDeferral critical = new CriticalHeaderParamsDeferral();

	BouncyCastleEd25519Verifier(OctetKeyPair key) throws JOSEException {
		byte[] encoded = key.getDecodedX();
		if (encoded.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(encoded, 0)) {
			throw new JOSEException("Key '" + key.getKeyID() + "' is no public key of Ed25519");
		}
		this.key = new Ed25519PublicKeyParameters(encoded, 0);
	}

	@Override
	public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
		if (!supportedJWSAlgorithms().contains(header.getAlgorithm())) {
			throw new JOSEException("An Ed25519 key does not verify " + header.getAlgorithm());
		}
		if (!this.critical.headerPasses(header)) {
			return false;
		}
		byte[] encoded = signature.decode();
		return encoded.length == Ed25519.SIGNATURE_SIZE
				&& this.key.verify(Ed25519.Algorithm.Ed25519, null, signingInput, 0, signingInput.length, encoded, 0);
	}

}

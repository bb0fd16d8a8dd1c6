package dev.natsboot.security.keys;

import java.security.SecureRandom;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * Keys for tests.
 */
public final class TestKeys {

	private TestKeys() {
	}

	/**
	 * A new key of Ed25519 without {@code kid} and {@code alg}.
	 * @return the key
	 */
	public static OctetKeyPair ed25519() {
		Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new SecureRandom());
		return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(secret.generatePublicKey().getEncoded()))
			.d(Base64URL.encode(secret.getEncoded()))
			.build();
	}

}

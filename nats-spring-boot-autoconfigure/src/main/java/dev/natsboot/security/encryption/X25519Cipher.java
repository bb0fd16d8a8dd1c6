package dev.natsboot.security.encryption;

import java.security.SecureRandom;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Key agreement by X25519 (RFC 8037) with Bouncy Castle, which the NATS client brings
 * along. Nimbus' own needs a library more. Thread-safe.
 */
final class X25519Cipher extends ECDHCryptoProvider implements JWEEncrypter, JWEDecrypter {

	private static final int MAX_COMPRESSED = 100_000;

	private final OctetKeyPair key;

	private final CriticalHeaderParamsDeferral critical = new CriticalHeaderParamsDeferral();

	X25519Cipher(OctetKeyPair key) throws JOSEException {
		super(key.getCurve(), null);
		this.key = key;
	}

	@Override
	public Set<Curve> supportedEllipticCurves() {
		return Set.of(Curve.X25519);
	}

	@Override
	public JWECryptoParts encrypt(JWEHeader header, byte[] clearText, byte[] aad) throws JOSEException {
		X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(new SecureRandom());
		OctetKeyPair open = new OctetKeyPair.Builder(Curve.X25519,
				Base64URL.encode(ephemeral.generatePublicKey().getEncoded()))
			.build();
		JWEHeader complete = new JWEHeader.Builder(header).ephemeralPublicKey(open).build();
		return encryptWithZ(complete, agree(ephemeral, this.key), clearText, AAD.compute(complete));
	}

	@Override
	public byte[] decrypt(JWEHeader header, @Nullable Base64URL encryptedKey, @Nullable Base64URL iv,
			Base64URL cipherText, @Nullable Base64URL authTag, byte[] aad) throws JOSEException {
		this.critical.ensureHeaderPasses(header);
		if (!(header.getEphemeralPublicKey() instanceof OctetKeyPair ephemeral)
				|| !Curve.X25519.equals(ephemeral.getCurve())) {
			throw new JOSEException("There is no ephemeral key of X25519");
		}
		SecretKey shared = agree(new X25519PrivateKeyParameters(this.key.getDecodedD(), 0), ephemeral);
		return decryptWithZ(header, aad, shared, encryptedKey, iv, cipherText, authTag, MAX_COMPRESSED);
	}

	private static SecretKey agree(X25519PrivateKeyParameters secret, OctetKeyPair open) throws JOSEException {
		byte[] encoded = open.getDecodedX();
		if (encoded.length != X25519PublicKeyParameters.KEY_SIZE) {
			throw new JOSEException("A public key of X25519 has " + X25519PublicKeyParameters.KEY_SIZE + " bytes");
		}
		byte[] shared = new byte[X25519PrivateKeyParameters.SECRET_SIZE];
		try {
			secret.generateSecret(new X25519PublicKeyParameters(encoded, 0), shared, 0);
		}
		catch (IllegalStateException ex) {
			throw new JOSEException("The key agreement failed", ex);
		}
		return new SecretKeySpec(shared, "AES");
	}

}

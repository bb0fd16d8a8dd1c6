package dev.natsboot.security.keys;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.SecureRandom;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes JWKs of Bouncy Castle's keys.
 */
final class BouncyCastleKeys {

	private BouncyCastleKeys() {
	}

	static JWK generateEd25519() {
		return ed25519(new Ed25519PrivateKeyParameters(new SecureRandom()));
	}

	static JWK fromPrivate(AsymmetricKeyParameter key) throws InvalidKeyException {
		if (key instanceof Ed25519PrivateKeyParameters ed25519) {
			return ed25519(ed25519);
		}
		if (key instanceof X25519PrivateKeyParameters x25519) {
			return pair(Curve.X25519, x25519.generatePublicKey().getEncoded(), x25519.getEncoded());
		}
		if (key instanceof RSAPrivateCrtKeyParameters rsa) {
			return new RSAKey.Builder(encode(rsa.getModulus()), encode(rsa.getPublicExponent()))
				.privateExponent(encode(rsa.getExponent()))
				.firstPrimeFactor(encode(rsa.getP()))
				.secondPrimeFactor(encode(rsa.getQ()))
				.firstFactorCRTExponent(encode(rsa.getDP()))
				.secondFactorCRTExponent(encode(rsa.getDQ()))
				.firstCRTCoefficient(encode(rsa.getQInv()))
				.build();
		}
		if (key instanceof ECPrivateKeyParameters ec) {
			ECPoint point = new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD());
			return ec(ec, point, ec.getD());
		}
		throw unsupported();
	}

	static JWK fromPublic(AsymmetricKeyParameter key) throws InvalidKeyException {
		if (key instanceof Ed25519PublicKeyParameters ed25519) {
			return pair(Curve.Ed25519, ed25519.getEncoded(), null);
		}
		if (key instanceof X25519PublicKeyParameters x25519) {
			return pair(Curve.X25519, x25519.getEncoded(), null);
		}
		if (key instanceof RSAKeyParameters rsa) {
			return new RSAKey.Builder(encode(rsa.getModulus()), encode(rsa.getExponent())).build();
		}
		if (key instanceof ECPublicKeyParameters ec) {
			return ec(ec, ec.getQ(), null);
		}
		throw unsupported();
	}

	private static JWK ed25519(Ed25519PrivateKeyParameters key) {
		return pair(Curve.Ed25519, key.generatePublicKey().getEncoded(), key.getEncoded());
	}

	private static JWK pair(Curve curve, byte[] open, byte @Nullable [] secret) {
		OctetKeyPair.Builder builder = new OctetKeyPair.Builder(curve, Base64URL.encode(open));
		return ((secret != null) ? builder.d(Base64URL.encode(secret)) : builder).build();
	}

	private static JWK ec(ECKeyParameters key, ECPoint point, @Nullable BigInteger secret) throws InvalidKeyException {
		Curve curve = (key.getParameters() instanceof ECNamedDomainParameters named)
				? Curve.forOID(named.getName().getId()) : null;
		if (curve == null) {
			throw unsupported();
		}
		int bits = key.getParameters().getCurve().getFieldSize();
		ECPoint affine = point.normalize();
		ECKey.Builder builder = new ECKey.Builder(curve,
				ECKey.encodeCoordinate(bits, affine.getAffineXCoord().toBigInteger()),
				ECKey.encodeCoordinate(bits, affine.getAffineYCoord().toBigInteger()));
		return ((secret != null) ? builder.d(ECKey.encodeCoordinate(bits, secret)) : builder).build();
	}

	private static Base64URL encode(BigInteger value) {
		return Base64URL.encode(value);
	}

	private static InvalidKeyException unsupported() {
		return new InvalidKeyException(
				"is of a kind that is not supported: Ed25519, X25519, EC (P-256, P-384, P-521) " + "and RSA are");
	}

}

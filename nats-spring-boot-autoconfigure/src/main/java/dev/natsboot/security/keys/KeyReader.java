package dev.natsboot.security.keys;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Reads a key from its text: PEM (PKCS #8 {@code PRIVATE KEY} or {@code PUBLIC KEY}) of
 * Ed25519, X25519, EC or RSA, or a JWK (RFC 7517). The public part of a private key in
 * PEM is calculated.
 *
 * @since 0.1.0
 */
public final class KeyReader {

	private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END");

	private static final int MIN_RSA_BITS = 2048;

	private KeyReader() {
	}

	/**
	 * Reads a key.
	 * @param text PEM or a JWK
	 * @return the key, without a {@code kid} where the text has none
	 * @throws InvalidKeyException if it is no such key, or an RSA key of less than 2048
	 * bits; the message completes a sentence that begins with the key's name and never
	 * tells any of its text
	 */
	public static JWK read(String text) throws InvalidKeyException {
		JWK key = text.stripLeading().startsWith("{") ? jwk(text) : pem(text);
		if (key instanceof RSAKey && key.size() < MIN_RSA_BITS) {
			throw new InvalidKeyException(
					"is an RSA key of " + key.size() + " bits; it must have at least " + MIN_RSA_BITS);
		}
		return key;
	}

	private static JWK jwk(String text) throws InvalidKeyException {
		try {
			return JWK.parse(text);
		}
		catch (ParseException ex) {
			// not as the cause, which may tell of what was read
			throw new InvalidKeyException("is JSON but not one JWK as RFC 7517 describes it");
		}
	}

	private static JWK pem(String text) throws InvalidKeyException {
		Matcher matcher = PEM.matcher(text);
		if (!matcher.find()) {
			throw new InvalidKeyException("is neither PEM nor a JWK");
		}
		String label = matcher.group(1);
		try {
			byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2));
			if (label.equals("PRIVATE KEY")) {
				return BouncyCastleKeys.fromPrivate(PrivateKeyFactory.createKey(encoded));
			}
			if (label.equals("PUBLIC KEY")) {
				return BouncyCastleKeys.fromPublic(PublicKeyFactory.createKey(encoded));
			}
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidKeyException("is PEM whose content is not a key");
		}
		throw new InvalidKeyException("is PEM of the kind '" + label
				+ "' and not 'PRIVATE KEY' (PKCS #8, not encrypted; 'openssl pkcs8 -topk8 -nocrypt' writes it)");
	}

}

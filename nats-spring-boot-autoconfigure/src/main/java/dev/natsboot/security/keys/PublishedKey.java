package dev.natsboot.security.keys;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the bucket of public keys: {@code <issuer>.<kid>}, and as its value the
 * public JWK with its {@code exp}. The name of the entry, which the server's permissions
 * protect, says whose key it is, and nothing in the value can say otherwise.
 *
 * @param issuer whose key it is
 * @param key the public key, without {@code exp}
 * @param expires when it must no longer be used
 */
record PublishedKey(String issuer, JWK key, Instant expires) {

	static final int MAX_SIZE = 8 * 1024;

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	/**
	 * Whether a text can be a part of an entry's name: one token, without wildcards.
	 */
	static boolean isToken(@Nullable String text) {
		return text != null && TOKEN.matcher(text).matches();
	}

	static String name(String issuer, String keyId) {
		return issuer + "." + keyId;
	}

	String name() {
		return name(this.issuer, this.key.getKeyID());
	}

	byte[] value() {
		return JwkMembers.with(this.key, "exp", this.expires.getEpochSecond())
			.toJSONString()
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads an entry. Whatever a service may write under its name, only a key that can
	 * verify and is named as the entry is becomes one.
	 * @throws IllegalArgumentException if it is none; the message says why
	 */
	static PublishedKey parse(String name, byte @Nullable [] value) {
		int dot = name.indexOf('.');
		String keyId = name.substring(dot + 1);
		if (dot < 1 || !isToken(name.substring(0, dot)) || !isToken(keyId)) {
			throw new IllegalArgumentException("its name is not <issuer>.<kid>");
		}
		if (value == null || value.length > MAX_SIZE) {
			throw new IllegalArgumentException("it is empty or too large");
		}
		JWK key = jwk(new String(value, StandardCharsets.UTF_8));
		if (key.isPrivate()) {
			throw new IllegalArgumentException("it has a private part, which is no secret any more: replace the key");
		}
		if (!keyId.equals(key.getKeyID())) {
			throw new IllegalArgumentException("its kid is not that of its name");
		}
		if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
			throw new IllegalArgumentException("it is not for signatures");
		}
		Date expires = key.getExpirationTime();
		if (expires == null) {
			throw new IllegalArgumentException("it has no exp");
		}
		return new PublishedKey(name.substring(0, dot), JwkMembers.without(key, "exp"), expires.toInstant());
	}

	private static JWK jwk(String text) {
		try {
			JWK key = KeyReader.read(text);
			JwsKeys.verifier(key.toPublicJWK());
			return key;
		}
		catch (InvalidKeyException | JOSEException | RuntimeException ex) {
			throw new IllegalArgumentException("it is no key that can verify", ex);
		}
	}

}

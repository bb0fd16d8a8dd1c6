package dev.natsboot.security;

import java.util.List;

import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The headers that carry tokens.
 *
 * @param token the header of the access token, after the scheme {@code Bearer}
 * @param proof the header of the proof
 * @since 0.1.0
 */
public record SecurityHeaders(String token, String proof) {

	private static final String SCHEME = "Bearer ";

	private static final int MAX_LENGTH = 8 * 1024;

	public SecurityHeaders {
		Assert.isTrue(!token.equalsIgnoreCase(proof), "the token and the proof need headers of their own");
	}

	void putToken(Headers headers, String value) {
		headers.put(this.token, SCHEME + value);
	}

	void putProof(Headers headers, String value) {
		headers.put(this.proof, value);
	}

	/**
	 * The access token of a message.
	 * @throws RefusedTokenException if there is not exactly one, or it is too long
	 */
	String requireToken(@Nullable Headers headers) {
		String value = require(headers, this.token);
		return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? value.substring(SCHEME.length()) : value;
	}

	/**
	 * The proof of a message.
	 * @throws RefusedTokenException if there is not exactly one, or it is too long
	 */
	String requireProof(@Nullable Headers headers) {
		return require(headers, this.proof);
	}

	/**
	 * Whether a message has one of these headers, in whatever spelling.
	 */
	boolean areIn(Headers headers) {
		return headers.containsKeyIgnoreCase(this.token) || headers.containsKeyIgnoreCase(this.proof);
	}

	private static String require(@Nullable Headers headers, String name) {
		String found = null;
		if (headers != null) {
			for (String key : headers.keySet()) {
				if (key.equalsIgnoreCase(name)) {
					List<String> values = headers.get(key);
					if (found != null || values == null || values.size() != 1) {
						throw new RefusedTokenException(Refusal.DUPLICATE);
					}
					found = values.get(0);
				}
			}
		}
		if (found == null || found.isEmpty()) {
			throw new RefusedTokenException(Refusal.MISSING);
		}
		if (found.length() > MAX_LENGTH) {
			throw new RefusedTokenException(Refusal.TOO_LARGE);
		}
		return found;
	}

}

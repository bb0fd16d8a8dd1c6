package dev.natsboot.security.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Tokens whose signature has been verified, by the SHA-256 of the whole token; the least
 * recently used ones are forgotten first.
 */
final class VerifiedTokens {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Key, Entry> entries;

	VerifiedTokens(int maxSize) {
		this.entries = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
				return size() > maxSize;
			}
		};
	}

	@Nullable Entry get(Key key) {
		this.lock.lock();
		try {
			return this.entries.get(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	void put(Key key, Entry entry) {
		this.lock.lock();
		try {
			this.entries.put(key, entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(Key key) {
		this.lock.lock();
		try {
			this.entries.remove(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The SHA-256 of a token.
	 */
	record Key(long a, long b, long c, long d) {

		static Key of(String token) {
			try {
				byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
				return new Key(part(hash, 0), part(hash, 8), part(hash, 16), part(hash, 24));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static long part(byte[] hash, int from) {
			long result = 0;
			for (int i = from; i < from + 8; i++) {
				result = (result << 8) | (hash[i] & 0xff);
			}
			return result;
		}

	}

	/**
	 * A token with what verified it.
	 */
	record Entry(Jwt jwt, KeySet keys, JWK key, JWSHeader header) {
	}

}

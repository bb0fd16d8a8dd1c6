package dev.natsboot.security.token;

import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import dev.natsboot.security.keys.JwsKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * The public keys of somebody who signs. Tells apart a key that is not there, keys that
 * cannot be fetched and keys that were asked for too often. Thread-safe.
 *
 * @since 0.1.0
 */
public final class KeySet {

	private static final LogAccessor logger = new LogAccessor(KeySet.class);

	private static final int MAX_CANDIDATES = 4;

	private static final int MAX_SIZE = 256 * 1024;

	private final JWKSource<SecurityContext> source;

	private final @Nullable FetchedKeys fetched;

	private final ConcurrentReferenceHashMap<JWK, JWSVerifier> verifiers = new ConcurrentReferenceHashMap<>();

	private KeySet(JWKSource<SecurityContext> source, @Nullable FetchedKeys fetched) {
		this.source = source;
		this.fetched = fetched;
	}

	/**
	 * Keys that do not change. One without an id stands for whatever id a token names.
	 * @param keys the keys
	 * @return the key set
	 */
	public static KeySet of(JWKSet keys) {
		return new KeySet((selector, context) -> select(keys, selector.getMatcher()), null);
	}

	private static List<JWK> select(JWKSet keys, JWKMatcher matcher) {
		JWKMatcher withoutId = new JWKMatcher.Builder(matcher).keyIDs((Set<String>) null).build();
		return keys.getKeys()
			.stream()
			.filter((key) -> ((key.getKeyID() != null) ? matcher : withoutId).matches(key))
			.toList();
	}

	/**
	 * Keys that somebody else looks after.
	 * @param source gives the keys
	 * @return the key set
	 */
	public static KeySet of(JWKSource<SecurityContext> source) {
		return new KeySet(source, null);
	}

	/**
	 * Keys at an address.
	 * @param jwkSetUri the address of the key set (RFC 7517)
	 * @param settings how they are fetched
	 * @return the key set, which fetches nothing before it is needed
	 */
	public static KeySet at(String jwkSetUri, KeySetSettings settings) {
		return fetched(null, jwkSetUri, settings);
	}

	/**
	 * Keys of an issuer, which says where they are.
	 * @param issuer the issuer's URL
	 * @param settings how they are fetched
	 * @return the key set, which fetches nothing before it is needed
	 */
	public static KeySet ofIssuer(String issuer, KeySetSettings settings) {
		return fetched(issuer, null, settings);
	}

	private static KeySet fetched(@Nullable String issuer, @Nullable String location, KeySetSettings settings) {
		int timeout = (int) settings.timeout().toMillis();
		FetchedKeys fetched = new FetchedKeys(issuer, location,
				new DefaultResourceRetriever(timeout, timeout, MAX_SIZE));
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-keys-");
		threads.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
		executor.allowCoreThreadTimeOut(true);
		long lifetime = settings.lifetime().toMillis();
		long wait = Math.min(2L * timeout, lifetime / 4);
		JWKSource<SecurityContext> source = JWKSourceBuilder.create(fetched)
			.cache(lifetime, wait)
			.refreshAheadCache(lifetime / 4, null, executor, false, null, false)
			.rateLimited(settings.minInterval().toMillis())
			.outageTolerant(Math.max(1, settings.outageTolerance().toMillis()))
			.build();
		return new KeySet(source, fetched);
	}

	/**
	 * Verifies a signature.
	 * @param token the token, whose algorithm has been found to be allowed
	 * @return the key that it was signed with
	 * @throws RefusedTokenException if no key fits, the signature is wrong, or the keys
	 * are not at hand
	 */
	public JWK verify(SignedJWT token) {
		JWSHeader header = token.getHeader();
		List<JWK> candidates = find(header);
		if (candidates.isEmpty()) {
			throw new RefusedTokenException(isFailing() ? Refusal.KEYS_UNREACHABLE : Refusal.UNKNOWN_KEY);
		}
		for (JWK key : candidates.subList(0, Math.min(candidates.size(), MAX_CANDIDATES))) {
			try {
				if (token.verify(verifier(key))) {
					return key;
				}
			}
			catch (JOSEException | IllegalStateException ex) {
				logger.debug(() -> "Key '" + key.getKeyID() + "' does not fit the algorithm " + header.getAlgorithm());
			}
		}
		throw new RefusedTokenException(Refusal.SIGNATURE);
	}

	/**
	 * Whether a key is still one of this set.
	 * @param key a key that was
	 * @param header the header of a token that it signed
	 * @return whether it is
	 * @throws RefusedTokenException if the keys are not at hand
	 */
	public boolean has(JWK key, JWSHeader header) {
		for (JWK candidate : find(header)) {
			if (candidate.equals(key)) {
				return true;
			}
		}
		return false;
	}

	private List<JWK> find(JWSHeader header) {
		try {
			return this.source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
		}
		catch (RateLimitReachedException ex) {
			throw new RefusedTokenException(isFailing() ? Refusal.KEYS_UNREACHABLE : Refusal.RATE_LIMITED);
		}
		catch (KeySourceException ex) {
			logger.debug(ex, "Keys cannot be fetched");
			throw new RefusedTokenException(Refusal.KEYS_UNREACHABLE);
		}
	}

	private boolean isFailing() {
		return this.fetched != null && this.fetched.isFailing();
	}

	private JWSVerifier verifier(JWK key) throws JOSEException {
		JWSVerifier verifier = this.verifiers.get(key);
		if (verifier == null) {
			verifier = JwsKeys.verifier(key);
			this.verifiers.put(key, verifier);
		}
		return verifier;
	}

}

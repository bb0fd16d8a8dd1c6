package dev.natsboot.security.token;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.Assert;

/**
 * Verifies the access tokens of messages (RFC 9068, RFC 8725). It is stricter than a
 * resource server's decoder: each token needs a trusted issuer, one of the audiences and
 * an expiry, and a token that is bound to a key (RFC 7800, {@code cnf}) is refused where
 * no proof comes with it. Tokens whose signature was verified are remembered, as long as
 * their key is in its issuer's key set. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsTokenVerifier {

	private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

	private static final String CONFIRMATION = "cnf";

	private final Map<String, KeySet> issuers;

	private final Set<String> audiences;

	private final Set<JWSAlgorithm> algorithms;

	private final Duration skew;

	private final VerifiedTokens verified;

	/**
	 * Creates a verifier.
	 * @param issuers the key sets of the trusted issuers, by the issuers' names
	 * @param audiences the audiences, one of which a token must be meant for
	 * @param algorithms the allowed algorithms, none of them symmetric
	 * @param skew how far clocks may differ
	 * @param cacheSize how many verified tokens are remembered
	 */
	public NatsTokenVerifier(Map<String, KeySet> issuers, Collection<String> audiences,
			Collection<JWSAlgorithm> algorithms, Duration skew, int cacheSize) {
		Assert.notEmpty(issuers, "'issuers' must not be empty");
		Assert.notEmpty(audiences, "'audiences' must not be empty");
		SignatureAlgorithms.check(algorithms);
		this.issuers = Map.copyOf(issuers);
		this.audiences = Set.copyOf(audiences);
		this.algorithms = Set.copyOf(algorithms);
		this.skew = skew;
		this.verified = new VerifiedTokens(cacheSize);
	}

	/**
	 * Verifies a token that whoever has it may use.
	 * @param token the compact token
	 * @param at the time at which it must be valid
	 * @return the token
	 * @throws RefusedTokenException if it is refused
	 */
	public Jwt verify(String token, Instant at) {
		Jwt jwt = verified(token, at);
		if (jwt.hasClaim(CONFIRMATION)) {
			throw new RefusedTokenException(Refusal.BOUND);
		}
		return jwt;
	}

	/**
	 * Verifies a token that only the holder of a key may use.
	 * @param token the compact token
	 * @param thumbprint the SHA-256 thumbprint (RFC 7638) of the key whose possession has
	 * been proved
	 * @param at the time at which it must be valid
	 * @return the token
	 * @throws RefusedTokenException if it is refused
	 */
	public Jwt verifyBound(String token, String thumbprint, Instant at) {
		Jwt jwt = verified(token, at);
		if (!(jwt.getClaim(CONFIRMATION) instanceof Map<?, ?> confirmation)
				|| !thumbprint.equals(confirmation.get("jkt"))) {
			throw new RefusedTokenException(Refusal.NOT_BOUND);
		}
		return jwt;
	}

	private Jwt verified(String token, Instant at) {
		VerifiedTokens.Key cacheKey = VerifiedTokens.Key.of(token);
		VerifiedTokens.Entry entry = this.verified.get(cacheKey);
		if (entry == null || !entry.keys().has(entry.key(), entry.header())) {
			this.verified.remove(cacheKey);
			entry = verifySignature(token);
			checkAudience(entry.jwt().getAudience());
			checkTime(entry.jwt(), at);
			this.verified.put(cacheKey, entry);
		}
		else {
			checkTime(entry.jwt(), at);
		}
		return entry.jwt();
	}

	private VerifiedTokens.Entry verifySignature(String token) {
		try {
			SignedJWT parsed = SignedJWT.parse(token);
			JWSHeader header = parsed.getHeader();
			checkHeader(header);
			KeySet keys = this.issuers.get(String.valueOf(parsed.getJWTClaimsSet().getIssuer()));
			if (keys == null) {
				throw new RefusedTokenException(Refusal.ISSUER);
			}
			JWK key = keys.verify(parsed);
			return new VerifiedTokens.Entry(Jwts.of(token, parsed), keys, key, header);
		}
		catch (ParseException | IllegalArgumentException ex) {
			// the cause would quote the token
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
	}

	private void checkHeader(JWSHeader header) {
		if (!this.algorithms.contains(header.getAlgorithm())) {
			throw new RefusedTokenException(Refusal.ALGORITHM);
		}
		if (header.getType() != null && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
			throw new RefusedTokenException(Refusal.TYPE);
		}
	}

	private void checkAudience(@Nullable List<String> audience) {
		if (audience == null || audience.stream().noneMatch(this.audiences::contains)) {
			throw new RefusedTokenException(Refusal.AUDIENCE);
		}
	}

	private void checkTime(Jwt jwt, Instant at) {
		Instant expiry = jwt.getExpiresAt();
		if (expiry == null) {
			throw new RefusedTokenException(Refusal.NO_EXPIRY);
		}
		if (!at.isBefore(expiry.plus(this.skew))) {
			throw new RefusedTokenException(Refusal.EXPIRED);
		}
		Instant notBefore = jwt.getNotBefore();
		if (notBefore != null && at.isBefore(notBefore.minus(this.skew))) {
			throw new RefusedTokenException(Refusal.NOT_YET_VALID);
		}
	}

}

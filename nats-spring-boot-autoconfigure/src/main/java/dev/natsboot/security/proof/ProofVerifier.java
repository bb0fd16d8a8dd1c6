package dev.natsboot.security.proof;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.natsboot.security.token.Jwts;
import dev.natsboot.security.token.KeySet;
import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import dev.natsboot.security.token.SignatureAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * Verifies proofs against the messages that they came with; what costs little is checked
 * first. Whether a message was here before is not looked at. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ProofVerifier {

	private static final int MAX_HEADER_NAMES = 64;

	private final Map<String, KeySet> senders;

	private final Set<JWSAlgorithm> algorithms;

	private final ProofSettings settings;

	private final Set<String> headers;

	/**
	 * Creates a verifier.
	 * @param senders the keys of the trusted senders, by their names
	 * @param algorithms the allowed algorithms, none of them symmetric
	 * @param settings what both sides agree on
	 */
	public ProofVerifier(Map<String, KeySet> senders, Collection<JWSAlgorithm> algorithms, ProofSettings settings) {
		SignatureAlgorithms.check(algorithms);
		this.senders = Map.copyOf(senders);
		this.algorithms = Set.copyOf(algorithms);
		this.settings = settings;
		this.headers = Set.copyOf(settings.headers());
	}

	/**
	 * Verifies that a trusted sender signed a message.
	 * @param proof the compact proof
	 * @param message the message
	 * @param uses what the message may have been signed as
	 * @param request the id of the request that it must be the reply to; {@code null} if
	 * it is none
	 * @return the verified proof
	 * @throws RefusedTokenException if it is refused
	 */
	public Proof verify(String proof, Received message, Set<Use> uses, @Nullable String request) {
		SignedJWT parsed = parse(proof);
		JWTClaimsSet claims = claims(parsed);
		KeySet keys = this.senders.get(claims.getIssuer());
		if (keys == null) {
			throw new RefusedTokenException(Refusal.ISSUER);
		}
		check(claims, message, uses, request);
		keys.verify(parsed);
		return verified(proof, parsed, claims, claims.getIssuer());
	}

	/**
	 * Verifies that a message was signed by the holder of the key that the proof names,
	 * whoever that is, and that it belongs to an access token.
	 * @param proof the compact proof
	 * @param token the compact access token
	 * @param message the message
	 * @param uses what the message may have been signed as
	 * @param request the id of the request that it must be the reply to; {@code null} if
	 * it is none
	 * @return the verified proof; the token must be bound to its key
	 * @throws RefusedTokenException if it is refused
	 */
	public Proof verify(String proof, String token, Received message, Set<Use> uses, @Nullable String request) {
		SignedJWT parsed = parse(proof);
		JWTClaimsSet claims = claims(parsed);
		JWK key = parsed.getHeader().getJWK();
		if (key == null || key.isPrivate() || !Digests.of(token).equals(claims.getClaim(ProofClaims.TOKEN_HASH))) {
			throw new RefusedTokenException(Refusal.NOT_BOUND);
		}
		check(claims, message, uses, request);
		KeySet.of(new JWKSet(key)).verify(parsed);
		try {
			return verified(proof, parsed, claims, key.computeThumbprint().toString());
		}
		catch (JOSEException ex) {
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
	}

	/**
	 * The id that a proof claims to have, so that a refusal can name it.
	 * @param proof the compact proof, of which nothing is verified
	 * @return the id, or {@code null} if it has none
	 */
	public static @Nullable String claimedId(String proof) {
		try {
			return SignedJWT.parse(proof).getJWTClaimsSet().getJWTID();
		}
		catch (ParseException | RuntimeException ex) {
			return null;
		}
	}

	private static Proof verified(String proof, SignedJWT parsed, JWTClaimsSet claims, String sender) {
		try {
			return new Proof(Jwts.of(proof, parsed), claims, sender);
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
	}

	private SignedJWT parse(String proof) {
		try {
			SignedJWT parsed = SignedJWT.parse(proof);
			JWSHeader header = parsed.getHeader();
			if (!this.algorithms.contains(header.getAlgorithm())) {
				throw new RefusedTokenException(Refusal.ALGORITHM);
			}
			if (!ProofClaims.TYPE.equals(header.getType())) {
				throw new RefusedTokenException(Refusal.TYPE);
			}
			return parsed;
		}
		catch (ParseException | IllegalArgumentException ex) {
			// the cause would quote the proof
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
	}

	private static JWTClaimsSet claims(SignedJWT parsed) {
		try {
			JWTClaimsSet claims = parsed.getJWTClaimsSet();
			if (claims.getIssuer() == null || claims.getJWTID() == null || claims.getIssueTime() == null) {
				throw new RefusedTokenException(Refusal.MALFORMED);
			}
			return claims;
		}
		catch (ParseException ex) {
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
	}

	private void check(JWTClaimsSet claims, Received message, Set<Use> uses, @Nullable String request) {
		require(claims.getAudience().contains(this.settings.audience()), Refusal.AUDIENCE);
		Object use = claims.getClaim(ProofClaims.USE);
		require(uses.stream().anyMatch((allowed) -> allowed.code().equals(use)), Refusal.USE);
		require(message.subject().equals(claims.getClaim(ProofClaims.SUBJECT)), Refusal.SUBJECT);
		require(message.stored() || isReply(claims.getClaim(ProofClaims.REPLY), message.replyTo()), Refusal.REPLY);
		require(request == null || request.equals(claims.getClaim(ProofClaims.REQUEST)), Refusal.REQUEST);
		Instant signedAt = claims.getIssueTime().toInstant();
		require(Duration.between(signedAt, message.at()).abs().compareTo(this.settings.window()) <= 0, Refusal.STALE);
		require(Digests.of(message.data()).equals(claims.getClaim(ProofClaims.BODY)), Refusal.BODY);
		checkHeaders(claims, message);
	}

	private void checkHeaders(JWTClaimsSet claims, Received message) {
		List<String> names;
		try {
			names = claims.getStringListClaim(ProofClaims.HEADER_NAMES);
		}
		catch (ParseException ex) {
			throw new RefusedTokenException(Refusal.MALFORMED);
		}
		require(names != null && names.size() <= MAX_HEADER_NAMES && names.containsAll(this.headers)
				&& Digests.of(message.headers(), names).equals(claims.getClaim(ProofClaims.HEADERS)), Refusal.HEADERS);
	}

	private static boolean isReply(@Nullable Object signed, @Nullable String replyTo) {
		if (signed == null || replyTo == null) {
			return signed == null && replyTo == null;
		}
		if (signed instanceof List<?> beginnings) {
			return beginnings.stream()
				.anyMatch(
						(beginning) -> beginning instanceof String text && !text.isEmpty() && replyTo.startsWith(text));
		}
		return signed.equals(replyTo);
	}

	private static void require(boolean condition, Refusal refusal) {
		if (!condition) {
			throw new RefusedTokenException(refusal);
		}
	}

}

package dev.natsboot.security.callout;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonUtils;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.Permission;
import io.nats.client.support.JwtUtils.UserClaim;
import org.jspecify.annotations.Nullable;

/**
 * Issues the JWTs of an answer (NATS ADR-26). A user's JWT always expires, at the latest
 * with the token: without an expiry, which is what the client's own class writes for a
 * duration that is not positive, it would be valid for ever. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CalloutIssuer {

	private static final String[] EVERYTHING = { ">" };

	private final NKey key;

	private final String publicKey;

	private final Duration maxLifetime;

	private CalloutIssuer(NKey key, String publicKey, Duration maxLifetime) {
		this.key = key;
		this.publicKey = publicKey;
		this.maxLifetime = maxLifetime;
	}

	/**
	 * Make an issuer.
	 * @param seed seed of the account NKey whose public key is the {@code issuer} in the
	 * servers' configuration
	 * @param maxLifetime how long a client may stay before it has to show its token again
	 * @return the issuer
	 * @throws IllegalArgumentException if the seed is none of an account, or the time is
	 * not positive
	 */
	public static CalloutIssuer of(char[] seed, Duration maxLifetime) {
		if (maxLifetime.isNegative() || maxLifetime.isZero()) {
			throw new IllegalArgumentException("the longest lifetime is not positive");
		}
		NKey key = NKey.fromSeed(seed);
		if (key.getType() != NKey.Type.ACCOUNT) {
			throw new IllegalArgumentException("the seed is not that of an account");
		}
		try {
			return new CalloutIssuer(key, new String(key.getPublicKey()), maxLifetime);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("the seed cannot be used: " + ex.getMessage(), ex);
		}
	}

	/**
	 * The JWT of a user.
	 * @throws CalloutRefusedException if the token has expired meanwhile
	 */
	String user(CalloutRequest request, VerifiedToken token, CalloutGrant grant) {
		Instant now = Instant.now();
		Instant latest = now.plus(this.maxLifetime);
		Instant end = token.expiresAt().isBefore(latest) ? token.expiresAt() : latest;
		long lifetime = end.getEpochSecond() - now.getEpochSecond();
		if (lifetime <= 0) {
			throw new CalloutRefusedException("the token has expired");
		}
		UserClaim claim = new UserClaim(this.publicKey);
		// without it, the server takes the user for one of the account named as audience
		claim.issuerAccount = null;
		claim.pub(permission(grant.publishAllow(), grant.publishDeny()));
		claim.sub(permission(grant.subscribeAllow(), grant.subscribeDeny()));
		return issue(request.userKey(), token.name(), Duration.ofSeconds(lifetime), now, grant.account(), claim);
	}

	/** An empty list of what is allowed would allow everything. */
	private static Permission permission(Set<String> allow, Set<String> deny) {
		Permission permission = new Permission();
		if (allow.isEmpty()) {
			return permission.deny(EVERYTHING);
		}
		permission.allow(allow.toArray(String[]::new));
		return deny.isEmpty() ? permission : permission.deny(deny.toArray(String[]::new));
	}

	/**
	 * The answer to a server: with a user's JWT, or, without, a refusal.
	 */
	String answer(CalloutRequest request, @Nullable String userJwt) {
		JsonSerializable answer = () -> {
			StringBuilder json = JsonUtils.beginJson();
			JsonUtils.addField(json, "jwt", userJwt);
			JsonUtils.addField(json, "error", (userJwt != null) ? null : "not authorized");
			JsonUtils.addField(json, "type", "authorization_response");
			JsonUtils.addField(json, "version", 2);
			return JsonUtils.endJson(json).toString();
		};
		return issue(request.userKey(), request.userKey(), null, Instant.now(), request.server(), answer);
	}

	@SuppressWarnings("NullAway") // an answer does not expire
	private String issue(String subject, String name, @Nullable Duration lifetime, Instant now, String audience,
			JsonSerializable claims) {
		try {
			return JwtUtils.issueJWT(this.key, subject, name, lifetime, now.getEpochSecond(), this.publicKey, audience,
					claims);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("A JWT could not be signed: " + ex.getMessage(), ex);
		}
	}

}

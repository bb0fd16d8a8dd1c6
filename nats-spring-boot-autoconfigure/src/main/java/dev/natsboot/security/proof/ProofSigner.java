package dev.natsboot.security.proof;

import java.time.Clock;
import java.util.Date;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.security.keys.JwsKeys;
import dev.natsboot.security.keys.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages with this application's own key. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ProofSigner {

	private final SigningKeys keys;

	private final String issuer;

	private final ProofSettings settings;

	private final List<String> inboxes;

	private final Clock clock;

	private volatile @Nullable Prepared prepared;

	/**
	 * Creates a signer.
	 * @param keys the keys
	 * @param issuer the name by which others trust these keys
	 * @param settings what both sides agree on
	 * @param inboxes what the reply subjects begin with that the client makes up
	 * @param clock tells when messages are signed
	 */
	public ProofSigner(SigningKeys keys, String issuer, ProofSettings settings, List<String> inboxes, Clock clock) {
		this.keys = keys;
		this.issuer = issuer;
		this.settings = settings;
		this.inboxes = List.copyOf(inboxes);
		this.clock = clock;
	}

	/**
	 * Signs a message as it is; it must not be changed any more.
	 * @param message the message
	 * @param id the proof's id
	 * @param request on a reply, the id of the request's proof
	 * @param token the access token that the message carries and that is bound to the
	 * key, which is named in full then; {@code null} if there is none
	 * @return the proof as a compact JWT
	 * @throws NatsException if the key cannot sign
	 */
	public String sign(OutboundMessage message, String id, @Nullable String request, @Nullable String token) {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(this.issuer)
			.issueTime(Date.from(this.clock.instant()))
			.jwtID(id)
			.audience(this.settings.audience())
			.claim(ProofClaims.USE, use(message).code())
			.claim(ProofClaims.SUBJECT, message.subject())
			.claim(ProofClaims.BODY, Digests.of(message.data()))
			.claim(ProofClaims.HEADER_NAMES, this.settings.headers())
			.claim(ProofClaims.HEADERS, Digests.of(message.headers(), this.settings.headers()));
		if (message.replyTo() != null) {
			claims.claim(ProofClaims.REPLY, message.replyTo());
		}
		else if (message.kind() == OutboundMessage.Kind.REQUEST || message.kind() == OutboundMessage.Kind.STREAM) {
			// the client makes up the inbox when it sends the message
			claims.claim(ProofClaims.REPLY, this.inboxes);
		}
		if (request != null) {
			claims.claim(ProofClaims.REQUEST, request);
		}
		if (token != null) {
			claims.claim(ProofClaims.TOKEN_HASH, Digests.of(token));
		}
		try {
			Prepared with = prepare();
			SignedJWT proof = new SignedJWT((token != null) ? with.withKey() : with.header(), claims.build());
			proof.sign(with.signer());
			return proof.serialize();
		}
		catch (JOSEException ex) {
			throw new NatsException("A message cannot be signed: " + ex.getMessage(), ex);
		}
	}

	private static Use use(OutboundMessage message) {
		return switch (message.kind()) {
			case EVENT, STREAM -> Use.EVENT;
			case REQUEST -> Use.REQUEST;
			case REPLY -> Use.REPLY;
		};
	}

	/** The same object stands for the same key, see {@link SigningKeys#current()}. */
	@SuppressWarnings("ReferenceEquality")
	private Prepared prepare() throws JOSEException {
		JWK key = this.keys.current();
		Prepared current = this.prepared;
		if (current == null || current.key() != key) {
			JWSHeader header = new JWSHeader.Builder(JwsKeys.algorithm(key)).type(ProofClaims.TYPE)
				.keyID(key.getKeyID())
				.build();
			current = new Prepared(key, JwsKeys.signer(key), header,
					new JWSHeader.Builder(header).jwk(key.toPublicJWK()).build());
			this.prepared = current;
		}
		return current;
	}

	private record Prepared(JWK key, JWSSigner signer, JWSHeader header, JWSHeader withKey) {
	}

}

package dev.natsboot.security;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.security.proof.Proof;
import dev.natsboot.security.proof.ProofVerifier;
import dev.natsboot.security.proof.Received;
import dev.natsboot.security.proof.ReplayCache;
import dev.natsboot.security.proof.StreamReplays;
import dev.natsboot.security.proof.Use;
import dev.natsboot.security.token.NatsTokenVerifier;
import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.Message;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Finds out who sent a message. What costs little is checked first; a message is
 * remembered against being used again only when its signature is known to be right.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageAuthenticator {

	private static final Set<Use> CORE = EnumSet.of(Use.EVENT, Use.REQUEST);

	private static final Set<Use> STORED = EnumSet.of(Use.EVENT);

	private static final Set<Use> REPLY = EnumSet.of(Use.REPLY);

	private final Protection protection;

	private final SecurityHeaders headers;

	private final MessageTimes times;

	private final @Nullable NatsTokenVerifier tokens;

	private final @Nullable ProofVerifier proofs;

	private final ReplayCache replays;

	private final StreamReplays streamReplays;

	private final Converter<Jwt, ? extends AbstractAuthenticationToken> converter;

	private final ServiceAuthorities services;

	/**
	 * Creates it.
	 * @param protection how the messages of each subject are protected
	 * @param headers the headers that carry tokens
	 * @param times the time that counts
	 * @param tokens verifies access tokens; {@code null} where no mode has them
	 * @param proofs verifies proofs; {@code null} where no mode has them
	 * @param replays remembers core messages
	 * @param streamReplays remembers messages of streams
	 * @param converter makes an authentication of an access token
	 * @param services the authorities of services that sign
	 */
	public MessageAuthenticator(Protection protection, SecurityHeaders headers, MessageTimes times,
			@Nullable NatsTokenVerifier tokens, @Nullable ProofVerifier proofs, ReplayCache replays,
			StreamReplays streamReplays, Converter<Jwt, ? extends AbstractAuthenticationToken> converter,
			ServiceAuthorities services) {
		this.protection = protection;
		this.headers = headers;
		this.times = times;
		this.tokens = tokens;
		this.proofs = proofs;
		this.replays = replays;
		this.streamReplays = streamReplays;
		this.converter = converter;
		this.services = services;
	}

	/**
	 * Authenticates a message.
	 * @throws RefusedTokenException if it is refused
	 */
	Sender authenticate(ListenerDescription listener, Message message, SecurityMode mode) {
		boolean stored = listener.isJetStream();
		checkOrigin(message, stored);
		Instant arrival = this.times.arrival(message, stored);
		if (mode == SecurityMode.BEARER) {
			return new Sender(authentication(
					tokens().verify(this.headers.requireToken(message.getHeaders()), this.times.expiry(arrival))),
					null);
		}
		Set<Use> uses = stored ? STORED : CORE;
		Received received = Received.of(message, stored, arrival);
		Proof proof = proof(received, mode, uses, null);
		Authentication authentication = authentication(received, mode, proof, this.times.expiry(arrival));
		if (stored) {
			this.streamReplays.add(listener.id(), message.metaData(), proof);
		}
		else {
			this.replays.add(listener.id(), proof);
		}
		return new Sender(authentication, proof);
	}

	/**
	 * Verifies a reply.
	 * @throws RefusedTokenException if it is not protected like its request
	 */
	void verifyReply(Message reply, SecurityMode mode, String request) {
		Instant now = this.times.clock().instant();
		Received received = Received.of(reply, false, now);
		authentication(received, mode, proof(received, mode, REPLY, request), now);
	}

	private Proof proof(Received received, SecurityMode mode, Set<Use> uses, @Nullable String request) {
		String proof = this.headers.requireProof(received.headers());
		ProofVerifier verifier = Objects.requireNonNull(this.proofs);
		return (mode == SecurityMode.SIGNED) ? verifier.verify(proof, received, uses, request)
				: verifier.verify(proof, this.headers.requireToken(received.headers()), received, uses, request);
	}

	private Authentication authentication(Received received, SecurityMode mode, Proof proof, Instant expiry) {
		if (mode == SecurityMode.SIGNED) {
			return new JwtAuthenticationToken(proof.jwt(), this.services.of(proof.sender()), proof.sender());
		}
		return authentication(
				tokens().verifyBound(this.headers.requireToken(received.headers()), proof.sender(), expiry));
	}

	private void checkOrigin(Message message, boolean stored) {
		if (stored && !message.isJetStream()) {
			throw new RefusedTokenException(Refusal.NO_METADATA);
		}
		if (message.getHeaders() != null
				&& message.getHeaders().containsKeyIgnoreCase(NatsJetStreamConstants.NATS_SCHEDULER_HDR)) {
			throw new RefusedTokenException(Refusal.SCHEDULED);
		}
		if (!stored && message.getReplyTo() != null && !this.protection.isInbox(message.getReplyTo())) {
			throw new RefusedTokenException(Refusal.REPLY);
		}
	}

	private Authentication authentication(Jwt jwt) {
		return Objects.requireNonNull(this.converter.convert(jwt));
	}

	private NatsTokenVerifier tokens() {
		return Objects.requireNonNull(this.tokens);
	}

	/**
	 * Who sent a message.
	 *
	 * @param authentication the sender
	 * @param proof the message's proof, if the mode signs
	 */
	record Sender(Authentication authentication, @Nullable Proof proof) {
	}

}

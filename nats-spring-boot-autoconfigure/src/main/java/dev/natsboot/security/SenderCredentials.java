package dev.natsboot.security;

import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.security.client.TokenSupplier;
import dev.natsboot.security.proof.ProofSigner;
import io.nats.client.NUID;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * Puts tokens and proofs on outgoing messages. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SenderCredentials {

	private final SecurityHeaders headers;

	private final List<TokenSupplier> tokens;

	private final @Nullable ProofSigner signer;

	/**
	 * Creates it.
	 * @param headers the headers
	 * @param tokens know access tokens; the first one that has one is taken
	 * @param signer signs; {@code null} if this application has no key
	 */
	public SenderCredentials(SecurityHeaders headers, List<TokenSupplier> tokens, @Nullable ProofSigner signer) {
		this.headers = headers;
		this.tokens = List.copyOf(tokens);
		this.signer = signer;
	}

	/**
	 * Protects a message.
	 * @param message the message
	 * @param mode how
	 * @param request on a reply, the id of the request's proof
	 * @return the id of the message's own proof, if the mode signs
	 */
	@Nullable String put(OutboundMessage message, SecurityMode mode, @Nullable String request) {
		String token = (mode == SecurityMode.SIGNED) ? null : token(message);
		String id = null;
		if (mode.isSigned()) {
			ProofSigner with = signer(message);
			id = NUID.nextGlobal();
			if (message.kind() == OutboundMessage.Kind.STREAM
					&& !message.headers().containsKey(NatsJetStreamConstants.MSG_ID_HDR)) {
				message.headers().put(NatsJetStreamConstants.MSG_ID_HDR, id);
			}
			this.headers.putProof(message.headers(), with.sign(message, id, request, token));
		}
		if (token != null) {
			this.headers.putToken(message.headers(), token);
		}
		return id;
	}

	private String token(OutboundMessage message) {
		for (TokenSupplier supplier : this.tokens) {
			String token = supplier.token(message);
			if (token != null) {
				return token;
			}
		}
		throw new NatsException("There is no access token for the message to '" + message.subject()
				+ "': configure where tokens come from, or define a TokenSupplier bean that has one");
	}

	private ProofSigner signer(OutboundMessage message) {
		if (this.signer == null) {
			throw new NatsConfigurationException("nats.security.jwt",
					"The message to '" + message.subject() + "' must be signed, but this application has no key",
					"Configure a key, or define a SigningKeys bean.");
		}
		return this.signer;
	}

}

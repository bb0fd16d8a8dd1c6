package dev.natsboot.security;

import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.Message;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Protects what is sent, as the last filter, so that the message is signed as it leaves.
 * Replies go only to inboxes and are protected like their requests; where a request is
 * signed, its replies have to be. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SecurityOutboundFilter implements OutboundFilter, Ordered {

	private static final String COUNTER = "Nats-Incr";

	private final Protection protection;

	private final SecurityHeaders headers;

	private final SenderCredentials credentials;

	private final MessageAuthenticator authenticator;

	private final MessageAuthorization authorization;

	private final SecurityContextHolderStrategy contexts;

	private final OpenRequests requests;

	private final boolean bearerOnStreams;

	private final Outcomes outcomes;

	SecurityOutboundFilter(MessageSecurity security) {
		this.protection = security.protection();
		this.headers = security.headers();
		this.credentials = security.credentials();
		this.authenticator = security.authenticator();
		this.authorization = security.authorization();
		this.contexts = security.contexts();
		this.requests = security.requests();
		this.bearerOnStreams = security.bearerOnStreams();
		this.outcomes = security.outcomes();
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable Object filter(OutboundMessage message, Next next) {
		if (message.kind() == OutboundMessage.Kind.REPLY) {
			protectReply(message);
		}
		else if (!this.protection.isExempt(message.subject())) {
			protect(message);
		}
		return next.proceed(message);
	}

	private void protectReply(OutboundMessage message) {
		if (!this.protection.isInbox(message.subject())) {
			this.outcomes.published(Refusal.REPLY);
			throw new NatsException("A reply may not go to '" + message.subject()
					+ "', which is no inbox: its sender would have this application publish there");
		}
		OpenRequests.Request request = this.requests.get(message.subject());
		if (request != null && request.mode().isSigned()) {
			checkHeaders(message);
			this.credentials.put(message, request.mode(), request.id());
			this.outcomes.published(null);
		}
	}

	private void protect(OutboundMessage message) {
		SubjectProtection how = this.protection.of(message.subject());
		if (how == null) {
			throw this.protection.missing(message.subject());
		}
		if (this.authorization.restrictsPublishing() && !this.authorization
			.mayPublish(MessageAuthorizationContext.publish(message), this.contexts.getContext().getAuthentication())) {
			this.outcomes.published(Refusal.DENIED);
			throw new AuthorizationDeniedException("Access to '" + message.subject() + "' denied",
					new AuthorizationDecision(false));
		}
		if (how.mode() == SecurityMode.OFF) {
			return;
		}
		checkHeaders(message);
		checkStream(message, how.mode());
		String id = this.credentials.put(message, how.mode(), null);
		this.outcomes.published(null);
		if (id != null && how.verifyReplies() && message.kind() == OutboundMessage.Kind.REQUEST) {
			message.checkReplies((reply) -> checkReply(reply, how.mode(), id));
		}
	}

	private void checkHeaders(OutboundMessage message) {
		if (this.headers.areIn(message.headers())) {
			throw new NatsException("The message to '" + message.subject() + "' has one of the headers '"
					+ this.headers.token() + "' and '" + this.headers.proof()
					+ "', which only the library sets: leave it out, also when headers are copied from another message");
		}
	}

	private void checkStream(OutboundMessage message, SecurityMode mode) {
		if (message.headers().containsKeyIgnoreCase(NatsJetStreamConstants.NATS_SCHEDULE_HDR)
				|| message.headers().containsKeyIgnoreCase(COUNTER)) {
			throw new NatsException("The message to '" + message.subject()
					+ "' is a schedule or a counter, of which the server makes another message: that cannot be protected."
					+ " Set the mode 'off' for its subject, or send it otherwise");
		}
		if (mode == SecurityMode.BEARER && message.kind() == OutboundMessage.Kind.STREAM && !this.bearerOnStreams) {
			throw MessageSecurity.bearerOnStream("The message to '" + message.subject() + "'");
		}
	}

	private void checkReply(Message reply, SecurityMode mode, String request) {
		try {
			this.authenticator.verifyReply(reply, mode, request);
			this.outcomes.replied(null);
		}
		catch (RefusedTokenException ex) {
			this.outcomes.replied(ex.getRefusal());
			throw new MessageRefusedException(Refusals.code(ex.getRefusal()), Refusals.text(ex.getRefusal()),
					"a reply is not protected like its request: " + ex.getRefusal().code(), false);
		}
	}

}

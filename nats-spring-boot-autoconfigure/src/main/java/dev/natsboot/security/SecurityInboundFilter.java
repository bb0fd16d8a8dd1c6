package dev.natsboot.security;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.security.MessageAuthenticator.Sender;
import dev.natsboot.security.proof.ProofVerifier;
import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Lets a handler see only messages whose sender is known and allowed, and tells it who
 * that is. One of the outermost filters, since it must see the message as it came.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class SecurityInboundFilter implements InboundFilter, Ordered, ApplicationListener<ContextClosedEvent> {

	private static final int ORDER = HIGHEST_PRECEDENCE + 1000;

	private final MessageSecurity security;

	private final MessageAuthenticator authenticator;

	private final MessageAuthorization authorization;

	private final SecurityContextHolderStrategy contexts;

	private final OpenRequests requests;

	private final Refusals refusals;

	private final KeyOutages outages;

	SecurityInboundFilter(MessageSecurity security, KeyOutages outages) {
		this.security = security;
		this.authenticator = security.authenticator();
		this.authorization = security.authorization();
		this.contexts = security.contexts();
		this.requests = security.requests();
		this.refusals = new Refusals(security);
		this.outages = outages;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.outages.close();
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		for (String subject : listener.subjects()) {
			SubjectProtection how = this.security.protection().of(subject);
			if (how == null) {
				throw this.security.protection().missing(subject);
			}
			if (how.mode() == SecurityMode.BEARER && listener.isJetStream() && !this.security.bearerOnStreams()) {
				throw MessageSecurity.bearerOnStream("Listener '" + listener.id() + "'");
			}
			if (how.mode() != SecurityMode.OFF) {
				this.authorization.checkConsumers();
			}
		}
		return (message) -> handle(listener, message, next);
	}

	private @Nullable CompletionStage<?> handle(ListenerDescription listener, Message message, InboundHandler next)
			throws Exception {
		SubjectProtection how = this.security.protection().of(message.getSubject());
		SecurityMode mode = (how != null) ? how.mode() : SecurityMode.SIGNED;
		Sender sender;
		try {
			sender = (how != null) ? sender(listener, message, mode) : refuse(Refusal.NO_MODE);
		}
		catch (RefusedTokenException ex) {
			throw refuse(listener, message, mode, ex.getRefusal());
		}
		if (sender != null) {
			this.security.outcomes().consumed(listener.id(), null);
		}
		String open = remember(listener, message, mode, sender);
		CompletionStage<?> stage = invoke(listener, message, mode, sender, next);
		if (stage == null) {
			answered(open);
			return null;
		}
		return stage.handle((result, failure) -> {
			if (failure != null) {
				throw new CompletionException(translate(listener, message, mode, failure));
			}
			answered(open);
			return result;
		});
	}

	private @Nullable Sender sender(ListenerDescription listener, Message message, SecurityMode mode) {
		Sender sender = (mode != SecurityMode.OFF) ? authenticate(listener, message, mode) : null;
		if (!this.authorization.mayConsume(MessageAuthorizationContext.consume(listener, message),
				(sender != null) ? sender.authentication() : null, mode == SecurityMode.OFF)) {
			return refuse(Refusal.DENIED);
		}
		if (sender != null && this.security.tellsSuccess() && this.security.events() != null) {
			this.security.events().publishAuthenticationSuccess(sender.authentication());
		}
		return sender;
	}

	private static Sender refuse(Refusal refusal) {
		throw new RefusedTokenException(refusal);
	}

	private Sender authenticate(ListenerDescription listener, Message message, SecurityMode mode) {
		long begun = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				return this.authenticator.authenticate(listener, message, mode);
			}
			catch (RefusedTokenException ex) {
				if (ex.getRefusal() != Refusal.KEYS_UNREACHABLE || !listener.isJetStream() || !this.outages
					.await(listener.id(), attempt, begun, () -> isVerifiable(listener, message, mode))) {
					throw ex;
				}
			}
		}
	}

	private boolean isVerifiable(ListenerDescription listener, Message message, SecurityMode mode) {
		try {
			this.authenticator.authenticate(listener, message, mode);
			return true;
		}
		catch (RefusedTokenException ex) {
			return ex.getRefusal() != Refusal.KEYS_UNREACHABLE;
		}
	}

	private @Nullable CompletionStage<?> invoke(ListenerDescription listener, Message message, SecurityMode mode,
			@Nullable Sender sender, InboundHandler next) throws Exception {
		SecurityContext before = this.contexts.getContext();
		SecurityContext context = this.contexts.createEmptyContext();
		if (sender != null && !listener.batch()) {
			context.setAuthentication(sender.authentication());
		}
		this.contexts.setContext(context);
		try {
			return next.handle(message);
		}
		catch (AccessDeniedException | AuthenticationException ex) {
			throw refuse(listener, message, mode, Refusal.DENIED);
		}
		finally {
			if (before.getAuthentication() != null) {
				this.contexts.setContext(before);
			}
			else {
				this.contexts.clearContext();
			}
		}
	}

	private Throwable translate(ListenerDescription listener, Message message, SecurityMode mode, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		boolean denied = cause instanceof AccessDeniedException || cause instanceof AuthenticationException;
		return denied ? refuse(listener, message, mode, Refusal.DENIED) : cause;
	}

	/**
	 * Refuses a message; a requester that expects signed replies gets a signed error.
	 */
	private RuntimeException refuse(ListenerDescription listener, Message message, SecurityMode mode, Refusal refusal) {
		String replyTo = message.getReplyTo();
		if (!listener.isJetStream() && replyTo != null && mode.isSigned()
				&& this.security.protection().isInbox(replyTo)) {
			String proof = (message.getHeaders() != null)
					? message.getHeaders().getFirst(this.security.headers().proof()) : null;
			this.requests.put(replyTo,
					new OpenRequests.Request(mode, (proof != null) ? ProofVerifier.claimedId(proof) : null));
		}
		return this.refusals.refuse(listener, message, refusal);
	}

	private @Nullable String remember(ListenerDescription listener, Message message, SecurityMode mode,
			@Nullable Sender sender) {
		String replyTo = message.getReplyTo();
		if (replyTo == null || listener.isJetStream() || sender == null || sender.proof() == null
				|| !sender.proof().isRequest()) {
			return null;
		}
		this.requests.put(replyTo, new OpenRequests.Request(mode, sender.proof().id()));
		return replyTo;
	}

	private void answered(@Nullable String open) {
		if (open != null) {
			this.requests.remove(open);
		}
	}

}

package dev.natsboot.security;

import java.util.List;
import java.util.function.Supplier;

import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/**
 * Decides who may do what: the first rule that matches, and every
 * {@code AuthorizationManager}, have to permit it. Where there are rules and none
 * matches, and where there is nobody to decide, the answer is no. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageAuthorization {

	private final List<MessageRule> consume;

	private final List<MessageRule> publish;

	private final List<AuthorizationManager<MessageAuthorizationContext>> managers;

	private final AuthorizationEventPublisher events;

	/**
	 * Creates it.
	 * @param rules the rules, of which the first that matches decides
	 * @param managers decide too, with a clear yes
	 * @param events takes the decisions
	 */
	public MessageAuthorization(List<MessageRule> rules,
			List<AuthorizationManager<MessageAuthorizationContext>> managers, AuthorizationEventPublisher events) {
		this.consume = rules.stream().filter((rule) -> rule.action() == MessageAction.CONSUME).toList();
		this.publish = rules.stream().filter((rule) -> rule.action() == MessageAction.PUBLISH).toList();
		this.managers = List.copyOf(managers);
		this.events = events;
	}

	/**
	 * Decides whether a message may be handled.
	 * @param context the message and its listener
	 * @param sender the sender, if it is known
	 * @param open whether the message was left unprotected on purpose: then what nobody
	 * decides is allowed
	 * @return whether it may
	 */
	boolean mayConsume(MessageAuthorizationContext context, @Nullable Authentication sender, boolean open) {
		return decide(this.consume, context, sender, open);
	}

	/**
	 * Decides whether a message may be sent, if anything restricts that.
	 * @param context the message
	 * @param who who the application acts for, if anybody
	 * @return whether it may
	 */
	boolean mayPublish(MessageAuthorizationContext context, @Nullable Authentication who) {
		return decide(this.publish, context, who, this.publish.isEmpty());
	}

	/**
	 * Whether anything restricts what is sent.
	 */
	boolean restrictsPublishing() {
		return !this.publish.isEmpty() || !this.managers.isEmpty();
	}

	/**
	 * Refuses to start where no message could ever be handled.
	 */
	void checkConsumers() {
		if (this.consume.isEmpty() && this.managers.isEmpty()) {
			throw new NatsConfigurationException("nats.security.rules",
					"No rule says whose messages are handled, so all of them would be refused",
					"Add rules to nats.security.rules, such as {subject: \"orders.>\", scopes: [orders]},"
							+ " {subject: \">\", access: authenticated} for everybody who is known, or"
							+ " {subject: \">\", access: all} for everybody.");
		}
	}

	private boolean decide(List<MessageRule> rules, MessageAuthorizationContext context, @Nullable Authentication who,
			boolean open) {
		MessageRule rule = matching(rules, context.subject());
		boolean granted = (rule != null) ? rule.permits(who) : open || (rules.isEmpty() && !this.managers.isEmpty());
		AuthorizationResult result = new AuthorizationDecision(granted);
		for (AuthorizationManager<MessageAuthorizationContext> manager : this.managers) {
			if (result != null && result.isGranted()) {
				result = manager.authorize(() -> who, context);
			}
		}
		if (result == null || !result.isGranted()) {
			publishDenied(() -> who, context, (result != null) ? result : new AuthorizationDecision(false));
			return false;
		}
		return true;
	}

	@SuppressWarnings("NullAway")
	private void publishDenied(Supplier<@Nullable Authentication> who, MessageAuthorizationContext context,
			AuthorizationResult result) {
		this.events.publishAuthorizationEvent(who, context, result);
	}

	private static @Nullable MessageRule matching(List<MessageRule> rules, String subject) {
		for (MessageRule rule : rules) {
			if (rule.subject().matches(subject)) {
				return rule;
			}
		}
		return null;
	}

}

package dev.natsboot.autoconfigure;

import dev.natsboot.security.SecurityMode;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where anything is set by which messages are protected.
 */
class MessageSecurityCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Binder binder = Binder.get(context.getEnvironment());
		NatsJwtProperties jwt = binder.bindOrCreate("nats.security.jwt", NatsJwtProperties.class);
		boolean rules = !binder.bindOrCreate("nats.security", NatsSecurityRulesProperties.class).getRules().isEmpty();
		boolean mode = jwt.getMode() != null && jwt.getMode() != SecurityMode.OFF;
		ConditionMessage.Builder message = ConditionMessage.forCondition("Message security");
		return (mode || rules || isConfigured(jwt)) ? ConditionOutcome.match(message.because("it is configured"))
				: ConditionOutcome.noMatch(message.because("nothing under nats.security asks for it"));
	}

	/**
	 * Whether settings are there that make sense only with a mode.
	 */
	static boolean isConfigured(NatsJwtProperties jwt) {
		boolean off = jwt.getMode() == SecurityMode.OFF;
		return !jwt.getSubjects().isEmpty() || (!off
				&& !(jwt.getIssuers().isEmpty() && jwt.getServices().isEmpty() && jwt.getAudiences().isEmpty()));
	}

}

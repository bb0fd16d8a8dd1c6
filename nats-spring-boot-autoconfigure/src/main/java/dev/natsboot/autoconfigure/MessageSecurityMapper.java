package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.security.MessageAction;
import dev.natsboot.security.MessageRule;
import dev.natsboot.security.Protection;
import dev.natsboot.security.SecurityHeaders;
import dev.natsboot.security.SecurityMode;
import dev.natsboot.security.ServiceAuthorities;
import dev.natsboot.security.SubjectProtection;
import dev.natsboot.security.proof.ProofSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the parts of message security of its properties, and says what is wrong with
 * them.
 */
final class MessageSecurityMapper {

	private static final String JWT = "nats.security.jwt.";

	private final NatsJwtProperties jwt;

	private final List<MessageRule> rules;

	private final Protection protection;

	private final boolean protects;

	MessageSecurityMapper(NatsJwtProperties jwt, NatsSecurityRulesProperties rules, List<String> inboxes,
			String deadLetters) {
		this.jwt = jwt;
		this.rules = rules(rules);
		List<SubjectProtection> subjects = subjects();
		SecurityMode others = jwt.getMode();
		if (others == null && subjects.isEmpty()) {
			if (MessageSecurityCondition.isConfigured(jwt)) {
				throw new NatsConfigurationException(JWT + "mode",
						"'" + JWT + "' is configured, but no message is protected, since no mode is set", "Set '" + JWT
								+ "mode' to 'signed', 'bearer' or 'bound', or name subjects in '" + JWT + "subjects'.");
			}
			others = SecurityMode.OFF;
		}
		Set<String> allowed = new LinkedHashSet<>();
		inboxes.forEach((prefix) -> allowed.add(wholeTokens(prefix)));
		jwt.getReplyPrefixes().forEach((prefix) -> allowed.add(wholeTokens(prefix)));
		this.protection = new Protection(subjects, others, List.of(deadLetters + "."), List.copyOf(allowed));
		this.protects = (others != null && others != SecurityMode.OFF)
				|| subjects.stream().anyMatch((entry) -> entry.mode() != SecurityMode.OFF);
		checkRules();
	}

	Protection protection() {
		return this.protection;
	}

	List<MessageRule> rules() {
		return this.rules;
	}

	SecurityHeaders headers() {
		try {
			return new SecurityHeaders(this.jwt.getTokenHeader(), this.jwt.getProof().getHeader());
		}
		catch (IllegalArgumentException ex) {
			throw wrong("token-header", ex);
		}
	}

	ProofSettings proofs() {
		NatsProofProperties proof = this.jwt.getProof();
		try {
			return new ProofSettings(proof.getAudience(), proof.getHeaders(), proof.getWindow());
		}
		catch (IllegalArgumentException ex) {
			throw wrong("proof", ex);
		}
	}

	ServiceAuthorities services() {
		return new ServiceAuthorities(this.jwt.getServices()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (service) -> service.getValue().getAuthorities())));
	}

	static NatsConfigurationException wrong(String name, IllegalArgumentException ex) {
		return new NatsConfigurationException(JWT + name,
				"'" + JWT + name + "' cannot work as it is set: " + ex.getMessage(), "Correct '" + JWT + name + "'.",
				ex);
	}

	private List<SubjectProtection> subjects() {
		List<SubjectProtection> result = new ArrayList<>();
		for (NatsJwtProperties.Subject entry : this.jwt.getSubjects()) {
			String setting = JWT + "subjects[" + result.size() + "]";
			SecurityMode mode = entry.getMode();
			if (mode == null) {
				throw new NatsConfigurationException(setting + ".mode", "'" + setting + ".mode' is missing",
						"Set it to 'signed', 'bearer', 'bound' or 'off'.");
			}
			result.add(new SubjectProtection(pattern(setting, entry.getSubject()), mode, entry.isVerifyReplies()));
		}
		return result;
	}

	private static List<MessageRule> rules(NatsSecurityRulesProperties properties) {
		List<MessageRule> result = new ArrayList<>();
		for (NatsSecurityRulesProperties.Rule rule : properties.getRules()) {
			Set<String> authorities = new LinkedHashSet<>(rule.getAuthorities());
			rule.getRoles().forEach((role) -> authorities.add("ROLE_" + role));
			rule.getScopes().forEach((scope) -> authorities.add("SCOPE_" + scope));
			rule.getServices().forEach((service) -> authorities.add(MessageRule.SERVICE + service));
			String setting = "nats.security.rules[" + result.size() + "]";
			if (!authorities.isEmpty() && rule.getAccess() != MessageRule.Access.AUTHENTICATED) {
				throw new NatsConfigurationException(setting + ".access",
						"'" + setting + "' names both who may and an 'access'", "Remove one of them.");
			}
			result.add(new MessageRule(rule.getAction(), pattern(setting, rule.getSubject()), rule.getAccess(),
					authorities));
		}
		return result;
	}

	/**
	 * Who sent a message is known only where messages are protected.
	 */
	private void checkRules() {
		boolean needsSender = this.rules.stream()
			.anyMatch((rule) -> rule.action() == MessageAction.CONSUME
					&& (!rule.authorities().isEmpty() || rule.access() == MessageRule.Access.AUTHENTICATED));
		if (needsSender && !this.protects) {
			throw new NatsConfigurationException("nats.security.rules",
					"Rules say who may have messages handled, but no message says who sent it",
					"Set '" + JWT + "mode', so that messages are protected.");
		}
	}

	private static String wholeTokens(String prefix) {
		return prefix.endsWith(".") ? prefix : prefix + ".";
	}

	private static SubjectPattern pattern(String setting, @Nullable String subject) {
		if (!StringUtils.hasText(subject)) {
			throw new NatsConfigurationException(setting + ".subject", "'" + setting + ".subject' is missing",
					"Name the subjects, such as \"orders.>\" or \">\" for all.");
		}
		try {
			return SubjectPattern.parse(subject.trim());
		}
		catch (InvalidSubjectException ex) {
			throw new NatsConfigurationException(setting + ".subject", String.valueOf(ex.getMessage()),
					"Correct '" + setting + ".subject', such as \"orders.>\".", ex);
		}
	}

}

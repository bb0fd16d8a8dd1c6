package dev.natsboot.security.callout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Maps by rules: all that match count together, and none means that the client is
 * refused. In the subjects, {@code {name}} is replaced by the name in the token, which
 * then must be a word. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RuleMapping implements CalloutMapping {

	private static final String NAME = "{name}";

	/** Nothing that has a meaning in a subject. */
	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final String account;

	private final List<CalloutRule> rules;

	/**
	 * Create a mapping.
	 * @param account the account where no rule that matches names one
	 * @param rules the rules
	 */
	public RuleMapping(String account, List<CalloutRule> rules) {
		this.account = account;
		this.rules = List.copyOf(rules);
	}

	@Override
	public CalloutGrant map(VerifiedToken token) {
		List<CalloutRule> matching = this.rules.stream().filter((rule) -> rule.matches(token.claims())).toList();
		if (matching.isEmpty()) {
			throw new CalloutRefusedException("no rule matches");
		}
		return new CalloutGrant(account(matching), subjects(matching, CalloutRule::publishAllow, token),
				subjects(matching, CalloutRule::publishDeny, token),
				subjects(matching, CalloutRule::subscribeAllow, token),
				subjects(matching, CalloutRule::subscribeDeny, token));
	}

	private String account(List<CalloutRule> matching) {
		Set<String> accounts = new LinkedHashSet<>();
		matching.forEach((rule) -> accounts.add((rule.account() != null) ? rule.account() : this.account));
		if (accounts.size() > 1) {
			throw new CalloutRefusedException("the rules that match name different accounts: " + accounts);
		}
		return accounts.iterator().next();
	}

	private static Set<String> subjects(List<CalloutRule> matching, Function<CalloutRule, List<String>> of,
			VerifiedToken token) {
		Set<String> subjects = new LinkedHashSet<>();
		matching.forEach((rule) -> of.apply(rule).forEach((subject) -> subjects.add(resolve(subject, token.name()))));
		return subjects;
	}

	private static String resolve(String subject, String name) {
		if (!subject.contains(NAME)) {
			return subject;
		}
		if (!WORD.matcher(name).matches()) {
			throw new CalloutRefusedException("the name in the token cannot be a part of a subject");
		}
		return subject.replace(NAME, name);
	}

}

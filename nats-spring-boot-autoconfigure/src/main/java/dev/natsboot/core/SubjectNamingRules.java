package dev.natsboot.core;

import java.util.List;

/**
 * A naming policy made of simple rules: lower case, a minimum of tokens, and a pattern
 * that tells people what the tokens mean. The server's own subjects, reply subjects and
 * the exempt ones pass. A wildcard passes as a token, and a subject that ends with
 * {@code >} may have fewer tokens. Immutable.
 *
 * @param lowerCase whether upper-case letters are refused
 * @param minTokens the least number of tokens; 0 for as many as the pattern has
 * @param pattern what the tokens mean, such as {@code project.env.domain.module}; may be
 * empty
 * @param exempt beginnings of subjects that are not checked
 * @since 0.1.0
 */
public record SubjectNamingRules(boolean lowerCase, int minTokens, String pattern,
		List<String> exempt) implements SubjectNamingPolicy {

	public SubjectNamingRules {
		if (minTokens < 0) {
			throw new IllegalArgumentException("minTokens must not be negative");
		}
		if (!pattern.isEmpty()) {
			Subjects.checkPublish(pattern);
		}
		if (minTokens == 0) {
			minTokens = pattern.isEmpty() ? 1 : count(pattern);
		}
		exempt = List.copyOf(exempt);
	}

	@Override
	public void check(String subject) {
		if (Subjects.isSystem(subject) || isExempt(subject)) {
			return;
		}
		int tokens = 1;
		for (int i = 0; i < subject.length(); i++) {
			char c = subject.charAt(i);
			if (c == '.') {
				tokens++;
			}
			else if (this.lowerCase && Character.isUpperCase(c)) {
				throw invalid(subject, "has the upper-case letter '" + c + "'");
			}
		}
		if (tokens < this.minTokens && !endsOpen(subject)) {
			throw invalid(subject,
					"has " + tokens + ((tokens == 1) ? " token" : " tokens") + ", fewer than " + this.minTokens);
		}
	}

	private boolean isExempt(String subject) {
		for (int i = 0; i < this.exempt.size(); i++) {
			if (subject.startsWith(this.exempt.get(i))) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsOpen(String subject) {
		return subject.equals(">") || subject.endsWith(".>");
	}

	private static int count(String pattern) {
		return (int) pattern.chars().filter((c) -> c == '.').count() + 1;
	}

	private InvalidSubjectException invalid(String subject, String what) {
		StringBuilder right = new StringBuilder(" The naming policy (nats.subject.naming) asks for ");
		if (this.lowerCase) {
			right.append("lower case and ");
		}
		right.append("at least ").append(this.minTokens).append((this.minTokens == 1) ? " token" : " tokens");
		if (!this.pattern.isEmpty()) {
			right.append(", as in ").append(this.pattern);
		}
		return Subjects.invalid(subject, what + "." + right);
	}

}

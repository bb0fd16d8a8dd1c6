package dev.natsboot.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A subject to listen to, with named tokens: {@code orders.{region}.created} listens to
 * {@code orders.*.created} and knows the second token as {@code region}. Immutable.
 *
 * @since 0.1.0
 */
public final class SubjectPattern {

	private final String subject;

	private final Map<String, Integer> indexes;

	private final List<String> names;

	private SubjectPattern(String subject, Map<String, Integer> indexes) {
		this.subject = subject;
		this.indexes = indexes;
		this.names = List.copyOf(indexes.keySet());
	}

	/**
	 * Parses a pattern.
	 * @param pattern a subject that may hold wildcards and tokens in braces
	 * @return the pattern
	 * @throws InvalidSubjectException if it is not a subject to listen to, or a name is
	 * empty, used twice or only part of a token
	 */
	public static SubjectPattern parse(String pattern) {
		Map<String, Integer> indexes = new LinkedHashMap<>();
		List<String> tokens = new ArrayList<>();
		int start = 0;
		while (start <= pattern.length()) {
			int dot = pattern.indexOf('.', start);
			int end = (dot < 0) ? pattern.length() : dot;
			String token = pattern.substring(start, end);
			if (token.indexOf('{') < 0 && token.indexOf('}') < 0) {
				tokens.add(token);
			}
			else {
				String name = name(pattern, token);
				tokens.add("*");
				if (indexes.putIfAbsent(name, tokens.size()) != null) {
					throw Subjects.invalid(pattern, "names two tokens '" + name + "'");
				}
			}
			start = end + 1;
		}
		return new SubjectPattern(Subjects.checkSubscribe(String.join(".", tokens)), indexes);
	}

	private static String name(String pattern, String token) {
		String name = (token.length() > 2) ? token.substring(1, token.length() - 1) : "";
		boolean braces = token.startsWith("{") && token.endsWith("}");
		if (!braces || name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
			throw Subjects.invalid(pattern, "has the token '" + Subjects.printable(token)
					+ "'; a named token is one whole token such as {region}");
		}
		return name;
	}

	/**
	 * The subject to subscribe to.
	 * @return the pattern with {@code *} in place of each named token
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * The position of a named token.
	 * @param name the name
	 * @return its position, from 1, or -1 if there is none of this name
	 */
	public int tokenIndex(String name) {
		return this.indexes.getOrDefault(name, -1);
	}

	/**
	 * The names of the named tokens.
	 * @return the names, from left to right
	 */
	public List<String> names() {
		return this.names;
	}

	/**
	 * Whether a subject without wildcards matches this pattern.
	 * @param candidate the subject
	 * @return whether a subscription to {@link #subject()} gets its messages
	 */
	public boolean matches(String candidate) {
		int p = 0;
		int c = 0;
		while (true) {
			int patternEnd = end(this.subject, p);
			int candidateEnd = end(candidate, c);
			if (candidateEnd == c) {
				return false;
			}
			if (isToken('>', p, patternEnd)) {
				return true;
			}
			if (!isToken('*', p, patternEnd) && (patternEnd - p != candidateEnd - c
					|| !this.subject.regionMatches(p, candidate, c, patternEnd - p))) {
				return false;
			}
			boolean patternDone = patternEnd == this.subject.length();
			if (patternDone || candidateEnd == candidate.length()) {
				return patternDone && candidateEnd == candidate.length();
			}
			p = patternEnd + 1;
			c = candidateEnd + 1;
		}
	}

	/**
	 * Takes the named tokens out of a subject.
	 * @param candidate the subject, without wildcards
	 * @return the tokens by name, or {@code null} where the subject does not match
	 */
	public @Nullable Map<String, String> match(String candidate) {
		if (!matches(candidate)) {
			return null;
		}
		Map<String, String> result = new LinkedHashMap<>();
		this.indexes.forEach((name, index) -> {
			String token = Subjects.token(candidate, index);
			if (token != null) {
				result.put(name, token);
			}
		});
		return result;
	}

	private boolean isToken(char wildcard, int start, int end) {
		return end - start == 1 && this.subject.charAt(start) == wildcard;
	}

	private static int end(String text, int start) {
		int dot = text.indexOf('.', start);
		return (dot < 0) ? text.length() : dot;
	}

	@Override
	public String toString() {
		return this.subject;
	}

}

package dev.natsboot.core;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Checks and takes apart subjects. The checks allocate nothing for a valid subject.
 *
 * @since 0.1.0
 */
public final class Subjects {

	private Subjects() {
	}

	/**
	 * Checks a subject to publish to: tokens separated by dots, none of them empty, no
	 * white space, no control characters, no wildcards.
	 * @param subject the subject
	 * @return the subject
	 * @throws InvalidSubjectException saying what is wrong
	 */
	public static String checkPublish(String subject) {
		return check(subject, false);
	}

	/**
	 * Checks a subject to subscribe to: as for publishing, but {@code *} may stand for
	 * one whole token and {@code >}, as the last token, for one or more.
	 * @param subject the subject
	 * @return the subject
	 * @throws InvalidSubjectException saying what is wrong
	 */
	public static String checkSubscribe(String subject) {
		return check(subject, true);
	}

	/**
	 * One token of a subject.
	 * @param subject the subject
	 * @param index the token's position, from 1
	 * @return the token, or {@code null} if the subject has fewer
	 */
	public static @Nullable String token(String subject, int index) {
		int start = 0;
		for (int i = 1; i < index; i++) {
			int dot = subject.indexOf('.', start);
			if (dot < 0) {
				return null;
			}
			start = dot + 1;
		}
		if (index < 1) {
			return null;
		}
		int end = subject.indexOf('.', start);
		return subject.substring(start, (end < 0) ? subject.length() : end);
	}

	/**
	 * Whether a subject belongs to the server or carries replies: it begins with
	 * {@code $} (such as {@code $JS.}) or {@code _INBOX.}.
	 * @param subject the subject
	 * @return whether it does
	 */
	public static boolean isSystem(String subject) {
		return subject.startsWith("$") || subject.startsWith("_INBOX.");
	}

	private static String check(String subject, boolean wildcards) {
		int length = subject.length();
		if (length == 0) {
			throw new InvalidSubjectException("The subject is empty");
		}
		int tokenStart = 0;
		for (int i = 0; i < length; i++) {
			char c = subject.charAt(i);
			if (c == '.') {
				if (i == tokenStart) {
					throw emptyToken(subject, i, length);
				}
				tokenStart = i + 1;
			}
			else if (c <= ' ' || c == 0x7f) {
				throw invalid(subject, (c == ' ') ? "has a space at position " + (i + 1)
						: "has the control character 0x" + Integer.toHexString(c) + " at position " + (i + 1));
			}
			else if (c == '*' || c == '>') {
				checkWildcard(subject, wildcards, tokenStart, i);
			}
		}
		if (tokenStart == length) {
			throw invalid(subject, "ends with a dot");
		}
		return subject;
	}

	private static void checkWildcard(String subject, boolean allowed, int tokenStart, int index) {
		char wildcard = subject.charAt(index);
		if (!allowed) {
			throw invalid(subject, "has the wildcard '" + wildcard
					+ "', which only a subscription may have; name one subject to publish to");
		}
		boolean wholeToken = index == tokenStart && (index + 1 == subject.length() || subject.charAt(index + 1) == '.');
		if (!wholeToken) {
			throw invalid(subject, "has '" + wildcard + "' inside a token; a wildcard stands for a whole token");
		}
		if (wildcard == '>' && index + 1 != subject.length()) {
			throw invalid(subject, "has '>' before its end; it may only be the last token");
		}
	}

	private static InvalidSubjectException emptyToken(String subject, int index, int length) {
		if (index == 0) {
			return invalid(subject, "begins with a dot");
		}
		return invalid(subject,
				(index == length - 1) ? "ends with a dot" : "has an empty token at position " + (index + 1));
	}

	static InvalidSubjectException invalid(String subject, String what) {
		return new InvalidSubjectException("Subject '" + printable(subject) + "' " + what);
	}

	static String printable(String text) {
		StringBuilder result = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isISOControl(c)) {
				result.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
			else {
				result.append(c);
			}
		}
		return result.toString();
	}

}

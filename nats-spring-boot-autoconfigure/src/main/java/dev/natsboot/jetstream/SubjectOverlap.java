package dev.natsboot.jetstream;

import java.util.Collection;

import dev.natsboot.core.Subjects;

/**
 * Whether a subject can match what two patterns ask for.
 */
final class SubjectOverlap {

	private SubjectOverlap() {
	}

	/**
	 * Whether there is no subject that a pattern and one of others match.
	 * @param filter a subject, with or without wildcards
	 * @param subjects others, of which a stream has at least one
	 */
	static boolean withNone(String filter, Collection<?> subjects) {
		return subjects.stream().noneMatch((subject) -> between(filter, String.valueOf(subject)));
	}

	/**
	 * Whether there is a subject that both match.
	 * @param one a subject, with or without wildcards
	 * @param other another one
	 */
	static boolean between(String one, String other) {
		for (int i = 1;; i++) {
			String left = Subjects.token(one, i);
			String right = Subjects.token(other, i);
			if (left == null || right == null) {
				return left == null && right == null;
			}
			if (left.equals(">") || right.equals(">")) {
				return true;
			}
			if (!left.equals("*") && !right.equals("*") && !left.equals(right)) {
				return false;
			}
		}
	}

}

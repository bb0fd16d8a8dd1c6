package dev.natsboot.jetstream;

import dev.natsboot.core.Subjects;

/**
 * Whether a subject can match what two patterns ask for.
 */
final class SubjectOverlap {

	private SubjectOverlap() {
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

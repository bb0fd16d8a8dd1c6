package dev.natsboot.security;

import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.SubjectPattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows how the messages of each subject are protected: by the first entry that matches,
 * or else by the mode of all others. Immutable.
 *
 * @since 0.1.0
 */
public final class Protection {

	private final SubjectProtection[] subjects;

	private final @Nullable SubjectProtection others;

	private final List<String> exempt;

	private final List<String> inboxes;

	/**
	 * Creates it.
	 * @param subjects the entries, of which the first that matches decides
	 * @param others how all other messages are protected; {@code null} to refuse them
	 * @param exempt what the subjects begin with that are not protected, such as those of
	 * dead letters
	 * @param inboxes what the subjects begin with that replies may go to
	 */
	public Protection(List<SubjectProtection> subjects, @Nullable SecurityMode others, List<String> exempt,
			List<String> inboxes) {
		this.subjects = subjects.toArray(SubjectProtection[]::new);
		this.others = (others != null) ? new SubjectProtection(SubjectPattern.parse(">"), others, true) : null;
		this.exempt = List.copyOf(exempt);
		this.inboxes = List.copyOf(inboxes);
	}

	/**
	 * How messages of a subject are protected.
	 * @return the protection, or {@code null} if nobody has said
	 */
	@Nullable SubjectProtection of(String subject) {
		for (SubjectProtection candidate : this.subjects) {
			if (candidate.subject().matches(subject)) {
				return candidate;
			}
		}
		return this.others;
	}

	/**
	 * Whether what is sent to a subject is not protected: the server's own subjects, and
	 * those that were exempted.
	 */
	boolean isExempt(String subject) {
		return subject.startsWith("$") || startsWithAny(subject, this.exempt);
	}

	boolean isInbox(String subject) {
		return startsWithAny(subject, this.inboxes);
	}

	/**
	 * What the inboxes begin with that replies may go to.
	 * @return the beginnings
	 */
	public List<String> inboxes() {
		return this.inboxes;
	}

	/**
	 * Whether any message carries an access token.
	 * @return whether one does
	 */
	public boolean usesTokens() {
		return uses(SecurityMode.BEARER) || uses(SecurityMode.BOUND);
	}

	/**
	 * Whether any message is signed.
	 * @return whether one is
	 */
	public boolean usesProofs() {
		return uses(SecurityMode.SIGNED) || uses(SecurityMode.BOUND);
	}

	private boolean uses(SecurityMode mode) {
		if (this.others != null && this.others.mode() == mode) {
			return true;
		}
		for (SubjectProtection candidate : this.subjects) {
			if (candidate.mode() == mode) {
				return true;
			}
		}
		return false;
	}

	NatsConfigurationException missing(String subject) {
		return new NatsConfigurationException("nats.security.jwt.subjects",
				"No setting says how messages of '" + subject + "' are protected",
				"Add an entry for it to nats.security.jwt.subjects, or set nats.security.jwt.mode for all others"
						+ " ('off' to leave them unprotected).");
	}

	private static boolean startsWithAny(String subject, List<String> beginnings) {
		for (String beginning : beginnings) {
			if (subject.startsWith(beginning)) {
				return true;
			}
		}
		return false;
	}

}

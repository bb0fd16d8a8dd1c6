package dev.natsboot.core;

/**
 * Decides which subjects an application may publish to and listen to. Called for each
 * message that a template sends, except replies, and for each subject of a listener at
 * its start. Must be thread-safe and quick.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SubjectNamingPolicy {

	/**
	 * Checks a subject, which may hold wildcards when a listener asks. The server's own
	 * subjects and reply subjects ({@link Subjects#isSystem(String)}) should pass.
	 * @param subject a valid subject
	 * @throws InvalidSubjectException saying what is wrong and how a right one looks
	 */
	void check(String subject);

	/**
	 * The policy that lets every subject pass.
	 * @return the policy
	 */
	static SubjectNamingPolicy none() {
		return (subject) -> {
		};
	}

}

package dev.natsboot.jetstream;

/**
 * What is done about a declared stream or consumer when the application starts, and
 * whenever its connection reaches a server again.
 *
 * @since 0.1.0
 */
public enum ProvisioningPolicy {

	/**
	 * What is missing is created. What exists stays as it is; where it differs from its
	 * declaration, that is reported.
	 */
	CREATE,

	/**
	 * What is missing is created. What exists gets the declared values; all that is not
	 * declared stays as it is. Done once for each start: later only what is missing is
	 * created, so that an old instance does not undo the work of a new one.
	 */
	UPDATE,

	/**
	 * Nothing is created or changed. The start fails when something is missing or
	 * different.
	 */
	VALIDATE,

	/**
	 * Nothing is done, and no server is asked.
	 */
	NONE

}

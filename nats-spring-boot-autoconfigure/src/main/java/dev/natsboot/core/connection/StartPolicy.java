package dev.natsboot.core.connection;

/**
 * What happens when no server can be reached while the application starts. Wrong
 * credentials and other wrong settings end the start in either case.
 *
 * @since 0.1.0
 */
public enum StartPolicy {

	/**
	 * The application starts, and the connection is tried again in the background.
	 */
	RETRY,

	/**
	 * The start of the application fails.
	 */
	FAIL

}

package dev.natsboot.autoconfigure;

/**
 * What is done about {@code nats} properties that nothing reads.
 *
 * @since 0.1.0
 */
public enum UnknownProperties {

	/**
	 * A warning for each is logged.
	 */
	WARN,

	/**
	 * The application does not start.
	 */
	FAIL,

	/**
	 * Nothing.
	 */
	IGNORE

}

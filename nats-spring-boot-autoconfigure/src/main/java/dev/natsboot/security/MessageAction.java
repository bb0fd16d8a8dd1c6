package dev.natsboot.security;

/**
 * What is done with a message.
 *
 * @since 0.1.0
 */
public enum MessageAction {

	/**
	 * A listener of this application handles it; its sender must be allowed to have it
	 * handled.
	 */
	CONSUME,

	/**
	 * This application sends it; whoever the application acts for must be allowed to.
	 */
	PUBLISH

}

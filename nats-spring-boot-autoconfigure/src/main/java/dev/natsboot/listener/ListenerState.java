package dev.natsboot.listener;

/**
 * The states of a listener container.
 *
 * @since 0.1.0
 */
public enum ListenerState {

	/**
	 * Not started, or stopped.
	 */
	STOPPED,

	/**
	 * Stopped because its error handler decided so. Can be started again.
	 */
	FAILED,

	/**
	 * Started, but not served yet: no connection, or its stream or consumer is not there.
	 */
	WAITING,

	/**
	 * Served: the server has the subscription.
	 */
	RUNNING,

	/**
	 * Paused by the application, or its consumer is paused on the server.
	 */
	PAUSED

}

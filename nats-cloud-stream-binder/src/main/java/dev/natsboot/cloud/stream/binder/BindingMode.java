package dev.natsboot.cloud.stream.binder;

/**
 * What carries the messages of a binding.
 *
 * @since 0.1.0
 */
public enum BindingMode {

	/**
	 * A JetStream stream: messages are kept until they are handled.
	 */
	JETSTREAM,

	/**
	 * Core NATS: whoever listens just now gets a message, once at the most.
	 */
	CORE

}

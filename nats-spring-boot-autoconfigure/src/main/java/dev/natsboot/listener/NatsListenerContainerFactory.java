package dev.natsboot.listener;

/**
 * Builds containers for listeners. {@code @NatsListener(containerFactory = ...)} names
 * the bean to use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NatsListenerContainerFactory {

	/**
	 * Builds a container, not started yet.
	 * @param endpoint the listener
	 * @return its container
	 * @throws dev.natsboot.core.NatsConfigurationException if it can never work
	 */
	NatsListenerContainer create(NatsListenerEndpoint endpoint);

}

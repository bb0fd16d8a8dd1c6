package dev.natsboot.core.connection;

import io.nats.client.Options;

/**
 * Makes the options of a client. Asked again for each client that is built, so that
 * changed credentials are seen.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionOptionsSource {

	/**
	 * Make options.
	 * @param connectionName the name that the server shows for the connection
	 * @return new options
	 * @throws dev.natsboot.core.NatsConfigurationException if a setting cannot work
	 */
	Options options(String connectionName);

	/**
	 * The property that holds the credentials, for the message when a server refuses
	 * them.
	 * @return a property name
	 */
	default String credentialsSetting() {
		return "nats.username";
	}

	/**
	 * The property that holds the server addresses, for the message when none is reached.
	 * @return a property name
	 */
	default String serversSetting() {
		return "nats.servers";
	}

}

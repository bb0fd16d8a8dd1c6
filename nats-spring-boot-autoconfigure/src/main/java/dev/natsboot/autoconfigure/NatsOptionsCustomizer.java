package dev.natsboot.autoconfigure;

import io.nats.client.Options;

/**
 * Changes the options of clients, for what no property covers. Beans of this type are
 * called in their order, after all properties were applied, for each client that is
 * built: the first ones, those that a pool adds and those that replace another.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NatsOptionsCustomizer {

	/**
	 * Change the options of a client.
	 * @param connectionName name of the connection in the configuration, such as
	 * {@code default}
	 * @param builder the options so far
	 */
	void customize(String connectionName, Options.Builder builder);

}

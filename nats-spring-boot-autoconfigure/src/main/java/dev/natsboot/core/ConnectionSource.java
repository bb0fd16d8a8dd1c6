package dev.natsboot.core;

import io.nats.client.Connection;

/**
 * Where a template gets its connections from, as a rule
 * {@code NatsConnectionPool::connection}. Must be thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionSource {

	/**
	 * The connection for a subject: the same one for the same subject, as long as
	 * possible, so that messages of one subject keep their order.
	 * @param subject the subject of a message
	 * @return the connection
	 * @throws NatsNotConnectedException if there is none
	 */
	Connection connection(String subject);

}

package dev.natsboot.core.connection;

/**
 * What a pool is made from.
 *
 * @param name name of the pool, unique in the application
 * @param connectionName name that the server shows for its connections
 * @param settings sizes and intervals
 * @param options where the options of each client come from
 * @since 0.1.0
 */
public record NatsPoolDefinition(String name, String connectionName, NatsPoolSettings settings,
		ConnectionOptionsSource options) {
}

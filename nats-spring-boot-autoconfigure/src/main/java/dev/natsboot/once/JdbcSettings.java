package dev.natsboot.once;

import java.time.Duration;

import dev.natsboot.core.NatsConfigurationException;

/**
 * How processed ids are kept in a database.
 *
 * @param table the table's name, which may have a schema in front
 * @param retention how long ids are kept
 * @param cleanupInterval how often older ones are deleted; zero for never
 * @since 0.1.0
 */
public record JdbcSettings(String table, Duration retention, Duration cleanupInterval) {

	public JdbcSettings {
		if (!table.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")) {
			throw new NatsConfigurationException("nats.once.jdbc.table", "'nats.once.jdbc.table' is \"" + table + "\"",
					"Write the name of a table, such as app.processed_id.");
		}
		if (retention.isNegative() || retention.isZero()) {
			throw new NatsConfigurationException("nats.once.retention", "'nats.once.retention' is " + retention,
					"Keep ids longer than a message can take to come again, such as 24h.");
		}
	}

}

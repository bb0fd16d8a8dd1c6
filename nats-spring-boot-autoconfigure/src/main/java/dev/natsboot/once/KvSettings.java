package dev.natsboot.once;

import java.time.Duration;

import dev.natsboot.core.NatsConfigurationException;

/**
 * How processed ids are kept in a key-value bucket.
 *
 * @param bucket the bucket's name; created if it is not there
 * @param retention how long ids are kept
 * @param lease after how long without a sign of life a message that is being handled may
 * be handled by another; at least one second
 * @since 0.1.0
 */
public record KvSettings(String bucket, Duration retention, Duration lease) {

	public KvSettings {
		if (lease.toSeconds() < 1) {
			throw new NatsConfigurationException("nats.once.kv.lease", "'nats.once.kv.lease' is " + lease,
					"Use at least one second.");
		}
		if (retention.compareTo(lease) <= 0) {
			throw new NatsConfigurationException("nats.once.retention",
					"'nats.once.retention' is not longer than 'nats.once.kv.lease'",
					"Keep ids longer than a message can take to come again, such as 24h.");
		}
	}

}

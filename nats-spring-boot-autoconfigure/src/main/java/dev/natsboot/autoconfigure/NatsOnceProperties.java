package dev.natsboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of listeners with {@code @ExactlyOnce}.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.once")
public class NatsOnceProperties {

	/**
	 * Processed ids in a database.
	 */
	private final Jdbc jdbc = new Jdbc();

	/**
	 * Processed ids in a key-value bucket.
	 */
	private final Kv kv = new Kv();

	/**
	 * How long a delivery waits for an earlier one of the same message that is being
	 * handled elsewhere, before it counts as failed.
	 */
	private Duration maxWait = Duration.ofSeconds(30);

	/**
	 * How long processed ids are kept. Must be longer than a message can take to be
	 * delivered again.
	 */
	private Duration retention = Duration.ofHours(24);

	/**
	 * Store of processed ids: kv, jdbc, or the name of a bean. By default jdbc where
	 * there is a data source with a transaction manager, and kv elsewhere.
	 */
	private String store = "";

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	public Kv getKv() {
		return this.kv;
	}

	public Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(Duration maxWait) {
		this.maxWait = maxWait;
	}

	public Duration getRetention() {
		return this.retention;
	}

	public void setRetention(Duration retention) {
		this.retention = retention;
	}

	public String getStore() {
		return this.store;
	}

	public void setStore(String store) {
		this.store = store;
	}

	/**
	 * A key-value bucket.
	 */
	public static class Kv {

		/**
		 * Bucket of the processed ids. Created if it is not there.
		 */
		private String bucket = "nats-processed-ids";

		/**
		 * After how long without a sign of life of its instance a message that is being
		 * handled may be handled by another.
		 */
		private Duration lease = Duration.ofSeconds(20);

		public String getBucket() {
			return this.bucket;
		}

		public void setBucket(String bucket) {
			this.bucket = bucket;
		}

		public Duration getLease() {
			return this.lease;
		}

		public void setLease(Duration lease) {
			this.lease = lease;
		}

	}

	/**
	 * A database.
	 */
	public static class Jdbc {

		/**
		 * How often processed ids that are older than the retention are deleted. Zero for
		 * never.
		 */
		private Duration cleanupInterval = Duration.ofMinutes(10);

		/**
		 * When the table is created: always, embedded (only in an embedded database) or
		 * never.
		 */
		private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;

		/**
		 * Platform in the location of the schema, where it is not to be detected.
		 */
		private String platform = "";

		/**
		 * Location of the script that creates the table.
		 */
		private String schema = "classpath:dev/natsboot/once/schema-@@platform@@.sql";

		/**
		 * Table of the processed ids.
		 */
		private String table = "NATS_PROCESSED_ID";

		public Duration getCleanupInterval() {
			return this.cleanupInterval;
		}

		public void setCleanupInterval(Duration cleanupInterval) {
			this.cleanupInterval = cleanupInterval;
		}

		public InitializeSchema getInitializeSchema() {
			return this.initializeSchema;
		}

		public void setInitializeSchema(InitializeSchema initializeSchema) {
			this.initializeSchema = initializeSchema;
		}

		public String getPlatform() {
			return this.platform;
		}

		public void setPlatform(String platform) {
			this.platform = platform;
		}

		public String getSchema() {
			return this.schema;
		}

		public void setSchema(String schema) {
			this.schema = schema;
		}

		public String getTable() {
			return this.table;
		}

		public void setTable(String table) {
			this.table = table;
		}

	}

	/**
	 * When a schema is created. Boot's own type for this may not be on the class path.
	 */
	public enum InitializeSchema {

		/**
		 * At each start.
		 */
		ALWAYS,

		/**
		 * At each start on an embedded database.
		 */
		EMBEDDED,

		/**
		 * Not by the application.
		 */
		NEVER

	}

}

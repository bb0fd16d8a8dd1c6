package dev.natsboot.autoconfigure;

import java.time.Duration;

import dev.natsboot.core.connection.NatsConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How public keys reach those who verify.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.jwt.keys")
public class NatsPublicKeysProperties {

	/**
	 * Key-value bucket in which services publish their public keys, and from which they
	 * read those of others. Created if it is not there and a key of this application is
	 * to be published.
	 */
	private @Nullable String bucket;

	/**
	 * Connection for the bucket.
	 */
	private String connection = NatsConnections.DEFAULT_NAME;

	/**
	 * The key set by HTTP.
	 */
	private final Http http = new Http();

	/**
	 * Name under which this application publishes its keys, which is the issuer of what
	 * it signs. By default the name of the application.
	 */
	private @Nullable String issuer;

	/**
	 * How long a published key is good for after it was published last. By default the
	 * retention of keys that signed.
	 */
	private @Nullable Duration lifetime;

	/**
	 * Replicas of a bucket that is created.
	 */
	private int replicas = 1;

	public @Nullable String getBucket() {
		return this.bucket;
	}

	public void setBucket(@Nullable String bucket) {
		this.bucket = bucket;
	}

	public String getConnection() {
		return this.connection;
	}

	public void setConnection(String connection) {
		this.connection = connection;
	}

	public Http getHttp() {
		return this.http;
	}

	public @Nullable String getIssuer() {
		return this.issuer;
	}

	public void setIssuer(@Nullable String issuer) {
		this.issuer = issuer;
	}

	public @Nullable Duration getLifetime() {
		return this.lifetime;
	}

	public void setLifetime(@Nullable Duration lifetime) {
		this.lifetime = lifetime;
	}

	public int getReplicas() {
		return this.replicas;
	}

	public void setReplicas(int replicas) {
		this.replicas = replicas;
	}

	/**
	 * A key set by HTTP.
	 */
	public static class Http {

		/**
		 * Whether a web application serves its public keys.
		 */
		private boolean enabled;

		/**
		 * Path of the key set.
		 */
		private String path = "/.well-known/nats-jwks.json";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

	}

}

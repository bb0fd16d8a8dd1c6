package dev.natsboot.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.natsboot.core.connection.StartPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Settings of one connection: of the default one at the top level, and of each named one.
 *
 * @since 0.1.0
 */
public class NatsConnectionProperties {

	/**
	 * Addresses of the servers of one cluster, tried in random order.
	 */
	private List<String> servers = new ArrayList<>(List.of("nats://localhost:4222"));

	/**
	 * Name that the server shows for the connection. Defaults to the application's name,
	 * followed by the connection's own name if it is not the default one.
	 */
	private @Nullable String connectionName;

	/**
	 * User to connect as.
	 */
	private @Nullable String username;

	/**
	 * Password of the user.
	 */
	private @Nullable String password;

	/**
	 * Token to connect with.
	 */
	private @Nullable String token;

	/**
	 * File with the JWT and the seed of the user to connect as. Read again on each
	 * attempt to connect.
	 */
	private @Nullable File credentialsFile;

	/**
	 * File with the NKey seed of the user to connect as. Read again on each attempt to
	 * connect.
	 */
	private @Nullable File nkeySeedFile;

	/**
	 * How long an attempt to connect to one server may take. Also the time limit of a
	 * measured round trip.
	 */
	private Duration connectionTimeout = Duration.ofSeconds(2);

	/**
	 * Interval between heartbeats to the server.
	 */
	private Duration pingInterval = Duration.ofSeconds(10);

	/**
	 * Number of heartbeats without an answer after which the server counts as lost.
	 */
	private int maxPingsOut = 2;

	/**
	 * Amount of published data that is kept while no server is connected. Once it is
	 * full, publishing waits as for a full outgoing queue.
	 */
	private DataSize reconnectBufferSize = DataSize.ofMegabytes(8);

	/**
	 * Prefix of the subjects on which replies are received.
	 */
	private String inboxPrefix = "_INBOX.";

	/**
	 * Whether the server keeps messages that are published on a connection from
	 * subscriptions of that same connection.
	 */
	private boolean noEcho;

	/**
	 * Whether to use only the configured servers and not those that they tell of.
	 */
	private boolean ignoreDiscoveredServers;

	/**
	 * Longest protocol line that is sent, subject and reply subject included.
	 */
	private DataSize maxControlLine = DataSize.ofKilobytes(4);

	/**
	 * Interval at which requests without an answer are cleaned up.
	 */
	private Duration requestCleanupInterval = Duration.ofSeconds(5);

	/**
	 * What to do when no server is reached while the application starts.
	 */
	private StartPolicy startPolicy = StartPolicy.RETRY;

	private final Ssl ssl = new Ssl();

	@NestedConfigurationProperty
	private final NatsReconnectProperties reconnect = new NatsReconnectProperties();

	private final OutgoingQueue outgoingQueue = new OutgoingQueue();

	private final Pool pool = new Pool();

	public List<String> getServers() {
		return this.servers;
	}

	public void setServers(List<String> servers) {
		this.servers = servers;
	}

	public @Nullable String getConnectionName() {
		return this.connectionName;
	}

	public void setConnectionName(@Nullable String connectionName) {
		this.connectionName = connectionName;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable File getCredentialsFile() {
		return this.credentialsFile;
	}

	public void setCredentialsFile(@Nullable File credentialsFile) {
		this.credentialsFile = credentialsFile;
	}

	public @Nullable File getNkeySeedFile() {
		return this.nkeySeedFile;
	}

	public void setNkeySeedFile(@Nullable File nkeySeedFile) {
		this.nkeySeedFile = nkeySeedFile;
	}

	public Duration getConnectionTimeout() {
		return this.connectionTimeout;
	}

	public void setConnectionTimeout(Duration connectionTimeout) {
		this.connectionTimeout = connectionTimeout;
	}

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	public int getMaxPingsOut() {
		return this.maxPingsOut;
	}

	public void setMaxPingsOut(int maxPingsOut) {
		this.maxPingsOut = maxPingsOut;
	}

	public DataSize getReconnectBufferSize() {
		return this.reconnectBufferSize;
	}

	public void setReconnectBufferSize(DataSize reconnectBufferSize) {
		this.reconnectBufferSize = reconnectBufferSize;
	}

	public String getInboxPrefix() {
		return this.inboxPrefix;
	}

	public void setInboxPrefix(String inboxPrefix) {
		this.inboxPrefix = inboxPrefix;
	}

	public boolean isNoEcho() {
		return this.noEcho;
	}

	public void setNoEcho(boolean noEcho) {
		this.noEcho = noEcho;
	}

	public boolean isIgnoreDiscoveredServers() {
		return this.ignoreDiscoveredServers;
	}

	public void setIgnoreDiscoveredServers(boolean ignoreDiscoveredServers) {
		this.ignoreDiscoveredServers = ignoreDiscoveredServers;
	}

	public DataSize getMaxControlLine() {
		return this.maxControlLine;
	}

	public void setMaxControlLine(DataSize maxControlLine) {
		this.maxControlLine = maxControlLine;
	}

	public Duration getRequestCleanupInterval() {
		return this.requestCleanupInterval;
	}

	public void setRequestCleanupInterval(Duration requestCleanupInterval) {
		this.requestCleanupInterval = requestCleanupInterval;
	}

	public StartPolicy getStartPolicy() {
		return this.startPolicy;
	}

	public void setStartPolicy(StartPolicy startPolicy) {
		this.startPolicy = startPolicy;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public NatsReconnectProperties getReconnect() {
		return this.reconnect;
	}

	public OutgoingQueue getOutgoingQueue() {
		return this.outgoingQueue;
	}

	public Pool getPool() {
		return this.pool;
	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to connect with. Servers without TLS and servers of
		 * another name than their certificate's are refused.
		 */
		private @Nullable String bundle;

		/**
		 * Whether TLS begins at once, before the server says anything. The server must
		 * have 'handshake_first'.
		 */
		private boolean tlsFirst;

		/**
		 * Whether a server's certificate must be for the host in its address.
		 */
		private boolean verifyHostname = true;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public boolean isTlsFirst() {
			return this.tlsFirst;
		}

		public void setTlsFirst(boolean tlsFirst) {
			this.tlsFirst = tlsFirst;
		}

		public boolean isVerifyHostname() {
			return this.verifyHostname;
		}

		public void setVerifyHostname(boolean verifyHostname) {
			this.verifyHostname = verifyHostname;
		}

	}

	/**
	 * Messages that wait to be written to the server.
	 */
	public static class OutgoingQueue {

		/**
		 * Number of messages that may wait.
		 */
		private int maxMessages = 5000;

		/**
		 * What publishing does when the queue is full.
		 */
		private WhenFull whenFull = WhenFull.WAIT;

		/**
		 * How long publishing waits for room before it fails.
		 */
		private Duration waitTimeout = Duration.ofSeconds(2);

		public int getMaxMessages() {
			return this.maxMessages;
		}

		public void setMaxMessages(int maxMessages) {
			this.maxMessages = maxMessages;
		}

		public WhenFull getWhenFull() {
			return this.whenFull;
		}

		public void setWhenFull(WhenFull whenFull) {
			this.whenFull = whenFull;
		}

		public Duration getWaitTimeout() {
			return this.waitTimeout;
		}

		public void setWaitTimeout(Duration waitTimeout) {
			this.waitTimeout = waitTimeout;
		}

		/**
		 * What publishing does when the queue is full. A message is never discarded
		 * silently.
		 */
		public enum WhenFull {

			/**
			 * Wait for room, then fail.
			 */
			WAIT,

			/**
			 * Fail as soon as the client allows, which is after 50 milliseconds.
			 */
			FAIL

		}

	}

	/**
	 * Pool of connections.
	 */
	public static class Pool {

		/**
		 * Number of connections that are always there.
		 */
		private int minSize = 1;

		/**
		 * Number of connections that the pool grows to when bytes wait to be sent.
		 * Defaults to the minimum size.
		 */
		private @Nullable Integer maxSize;

		/**
		 * Time without messages after which a connection above the minimum is closed.
		 */
		private Duration idleTimeout = Duration.ofMinutes(5);

		/**
		 * Interval at which the round trip to the server is measured. Without an answer,
		 * the connection moves to another server.
		 */
		private Duration healthCheckInterval = Duration.ofSeconds(10);

		public int getMinSize() {
			return this.minSize;
		}

		public void setMinSize(int minSize) {
			this.minSize = minSize;
		}

		public @Nullable Integer getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(@Nullable Integer maxSize) {
			this.maxSize = maxSize;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public Duration getHealthCheckInterval() {
			return this.healthCheckInterval;
		}

		public void setHealthCheckInterval(Duration healthCheckInterval) {
			this.healthCheckInterval = healthCheckInterval;
		}

	}

}

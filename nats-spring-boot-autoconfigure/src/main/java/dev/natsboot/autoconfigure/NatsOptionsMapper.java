package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.natsboot.autoconfigure.NatsConnectionProperties.OutgoingQueue.WhenFull;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.ConnectionOptionsSource;
import dev.natsboot.core.connection.ReconnectBackoff;
import dev.natsboot.core.tls.NatsTlsException;
import io.nats.client.Options;
import io.nats.client.Options.ReconnectDelayBehavior;
import org.jspecify.annotations.Nullable;

/**
 * Makes the client's options from the properties, the connection details and the
 * customizers of one connection, each time anew.
 */
final class NatsOptionsMapper implements ConnectionOptionsSource {

	private final String name;

	private final String prefix;

	private final NatsConnectionProperties properties;

	private final NatsConnectionDetails details;

	private final ReconnectBackoff backoff;

	private final List<NatsOptionsCustomizer> customizers;

	private final @Nullable Consumer<Options.Builder> threads;

	private final NatsServersMapper servers;

	NatsOptionsMapper(String name, String prefix, NatsConnectionProperties properties, NatsConnectionDetails details,
			ReconnectBackoff backoff, List<NatsOptionsCustomizer> customizers,
			@Nullable Consumer<Options.Builder> threads, boolean tlsRequired) {
		this.name = name;
		this.prefix = prefix;
		this.properties = properties;
		this.details = details;
		this.backoff = backoff;
		this.customizers = customizers;
		this.threads = threads;
		this.servers = new NatsServersMapper(prefix, details, properties.getSsl(), tlsRequired);
	}

	@Override
	public Options options(String connectionName) {
		Options.Builder builder = Options.builder().connectionName(connectionName);
		this.servers.map(builder);
		new NatsCredentialsMapper(this.prefix, this.details).map(builder);
		mapTimes(builder);
		mapReconnect(builder);
		mapOutgoingQueue(builder);
		builder.inboxPrefix(this.properties.getInboxPrefix());
		builder.maxControlLine(toBytes("max-control-line", this.properties.getMaxControlLine().toBytes()));
		if (this.properties.isNoEcho()) {
			builder.noEcho();
		}
		if (this.properties.isIgnoreDiscoveredServers()) {
			builder.ignoreDiscoveredServers();
		}
		// without these, a timeout and the lack of responders look alike
		builder.reportNoResponders().advancedRequestBehavior().useTimeoutException();
		if (this.threads != null) {
			this.threads.accept(builder);
		}
		this.customizers.forEach((customizer) -> customizer.customize(this.name, builder));
		Options options = build(builder);
		this.servers.check(options);
		return options;
	}

	private void mapTimes(Options.Builder builder) {
		builder.connectionTimeout(positive("connection-timeout", this.properties.getConnectionTimeout()));
		builder.pingInterval(positive("ping-interval", this.properties.getPingInterval()));
		builder.maxPingsOut(positive("max-pings-out", this.properties.getMaxPingsOut()));
		builder
			.requestCleanupInterval(positive("request-cleanup-interval", this.properties.getRequestCleanupInterval()));
	}

	private void mapReconnect(Options.Builder builder) {
		builder.reconnectDelayBehavior(ReconnectDelayBehavior.BeforeAllRounds).reconnectDelayHandler(this.backoff);
		builder.maxReconnects(Math.max(-1, this.properties.getReconnect().getMaxAttempts()));
		builder.reconnectBufferSize(this.properties.getReconnectBufferSize().toBytes());
	}

	private void mapOutgoingQueue(Options.Builder builder) {
		NatsConnectionProperties.OutgoingQueue queue = this.properties.getOutgoingQueue();
		builder.maxMessagesInOutgoingQueue(positive("outgoing-queue.max-messages", queue.getMaxMessages()));
		builder.writeQueuePushTimeout(
				(queue.getWhenFull() == WhenFull.WAIT) ? positive("outgoing-queue.wait-timeout", queue.getWaitTimeout())
						: Options.MINIMUM_WRITE_QUEUE_PUSH_TIMEOUT);
	}

	private Options build(Options.Builder builder) {
		try {
			return builder.build();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new NatsConfigurationException(this.prefix,
					"The options of the NATS connection '" + this.name + "' cannot work: " + ex.getMessage(),
					"Correct the properties below " + this.prefix + ", or the NatsOptionsCustomizer that changed them.",
					ex);
		}
	}

	private Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw notPositive(property, value);
		}
		return value;
	}

	private int positive(String property, int value) {
		if (value <= 0) {
			throw notPositive(property, value);
		}
		return value;
	}

	private int toBytes(String property, long value) {
		if (value <= 0 || value > Integer.MAX_VALUE) {
			throw notPositive(property, value);
		}
		return (int) value;
	}

	private NatsConfigurationException notPositive(String property, Object value) {
		String setting = this.prefix + "." + property;
		return new NatsConfigurationException(setting, setting + " is " + value + ", which is not a positive value",
				"Set " + setting + " to a value above zero, or remove it to use the default.");
	}

	@Override
	public NatsConfigurationException credentialsRefused(String pool, Exception cause) {
		return new NatsCredentialsMapper(this.prefix, this.details).refused(pool, options(pool), cause);
	}

	@Override
	public NatsConfigurationException tlsRefused(String pool, NatsTlsException cause) {
		return this.servers.refused(pool, cause);
	}

	@Override
	public String serversSetting() {
		return this.prefix + ".servers";
	}

}

package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.core.connection.NatsPoolDefinition;
import dev.natsboot.core.connection.NatsPoolSettings;
import dev.natsboot.core.connection.ReconnectBackoff;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes the definitions of all pools from the properties.
 */
final class NatsPoolDefinitions {

	private static final String PREFIX = "nats";

	private final NatsProperties properties;

	private final String applicationName;

	private final @Nullable SslBundles sslBundles;

	private final List<NatsOptionsCustomizer> customizers;

	private final @Nullable Consumer<Options.Builder> threads;

	private final boolean tlsRequired;

	NatsPoolDefinitions(NatsProperties properties, String applicationName, @Nullable SslBundles sslBundles,
			List<NatsOptionsCustomizer> customizers, @Nullable Consumer<Options.Builder> threads, boolean tlsRequired) {
		this.properties = properties;
		this.applicationName = applicationName;
		this.sslBundles = sslBundles;
		this.customizers = customizers;
		this.threads = threads;
		this.tlsRequired = tlsRequired;
	}

	List<NatsPoolDefinition> all(NatsConnectionDetails defaultDetails) {
		List<NatsPoolDefinition> definitions = new ArrayList<>();
		definitions
			.add(define(NatsConnections.DEFAULT_NAME, PREFIX, this.applicationName, this.properties, defaultDetails));
		this.properties.getConnections().forEach((name, connection) -> {
			String prefix = PREFIX + ".connections." + name;
			if (name.equals(NatsConnections.DEFAULT_NAME)) {
				throw new NatsConfigurationException(prefix, "The default connection is configured as a named one",
						"Write its properties directly below " + PREFIX + ", or choose another name.");
			}
			definitions.add(define(name, prefix, this.applicationName + "-" + name, connection,
					new PropertiesNatsConnectionDetails(prefix, connection, this.sslBundles)));
		});
		return definitions;
	}

	private NatsPoolDefinition define(String name, String prefix, String defaultConnectionName,
			NatsConnectionProperties properties, NatsConnectionDetails details) {
		String connectionName = properties.getConnectionName();
		NatsReconnectProperties reconnect = properties.getReconnect();
		ReconnectBackoff backoff = valid(prefix + ".reconnect",
				() -> new ReconnectBackoff(new Backoff(reconnect.getInitial(), reconnect.getMultiplier(),
						reconnect.getMax(), reconnect.getJitter())));
		NatsPoolSettings settings = valid(prefix + ".pool", () -> settings(properties, backoff));
		return new NatsPoolDefinition(name,
				StringUtils.hasText(connectionName) ? connectionName : defaultConnectionName, settings,
				new NatsOptionsMapper(name, prefix, properties, details, backoff, this.customizers, this.threads,
						this.tlsRequired));
	}

	private static NatsPoolSettings settings(NatsConnectionProperties properties, ReconnectBackoff backoff) {
		NatsConnectionProperties.Pool pool = properties.getPool();
		Integer maxSize = pool.getMaxSize();
		return new NatsPoolSettings(pool.getMinSize(), (maxSize != null) ? maxSize : pool.getMinSize(),
				pool.getIdleTimeout(), pool.getHealthCheckInterval(), properties.getStartPolicy(), backoff);
	}

	private static <T> T valid(String setting, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(setting,
					"The values of " + setting + " cannot work: " + ex.getMessage(),
					"Correct the properties below " + setting + ".", ex);
		}
	}

}

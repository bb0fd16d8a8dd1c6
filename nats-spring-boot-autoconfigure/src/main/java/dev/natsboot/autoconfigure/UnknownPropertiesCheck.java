package dev.natsboot.autoconfigure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.log.LogAccessor;

/**
 * Says at start which {@code nats} properties are not those of this library, and what may
 * be meant. Environment variables are not looked at: they cannot be told from those that
 * NATS's own tools read, such as {@code NATS_URL}.
 */
final class UnknownPropertiesCheck implements SmartInitializingSingleton {

	private static final LogAccessor logger = new LogAccessor(UnknownPropertiesCheck.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("nats");

	private final Environment environment;

	private final ClassLoader classLoader;

	private final UnknownProperties policy;

	UnknownPropertiesCheck(Environment environment, ClassLoader classLoader, UnknownProperties policy) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.policy = policy;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.policy == UnknownProperties.IGNORE) {
			return;
		}
		Map<String, @Nullable String> unknown = unknown();
		if (unknown.isEmpty()) {
			return;
		}
		if (this.policy == UnknownProperties.FAIL) {
			String first = unknown.keySet().iterator().next();
			throw new NatsConfigurationException(first, "There are no such properties: " + unknown.keySet(),
					"Correct or remove them" + meant(unknown.get(first))
							+ ", or set nats.unknown-properties to 'warn'.");
		}
		unknown.forEach((name, nearest) -> logger.warn(() -> "There is no property '" + name + "'" + meant(nearest)));
	}

	private static String meant(@Nullable String nearest) {
		return (nearest != null) ? "; did you mean '" + nearest + "'?" : "";
	}

	private Map<String, @Nullable String> unknown() {
		Map<String, @Nullable String> unknown = new LinkedHashMap<>();
		try {
			KnownProperties known = KnownProperties.load(this.classLoader);
			if (known.isEmpty()) {
				logger.debug("There is no configuration metadata to compare properties with");
				return unknown;
			}
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				if (source instanceof IterableConfigurationPropertySource iterable && !isEnvironment(source)) {
					iterable.stream()
						.filter((name) -> PREFIX.isAncestorOf(name) && !known.contains(name))
						.forEach((name) -> unknown.putIfAbsent(KnownProperties.asWritten(name), known.nearest(name)));
				}
			}
		}
		catch (IOException ex) {
			logger.debug(ex, "The configuration metadata cannot be read");
		}
		return unknown;
	}

	private static boolean isEnvironment(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying.getName().startsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

}

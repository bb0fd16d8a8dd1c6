package dev.natsboot.cloud.stream.binder;

import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.stream.config.BindingHandlerAdvise.MappingsProvider;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the binder needs in the application's own context.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public final class NatsBinderAutoConfiguration {

	@Bean
	static MappingsProvider natsBindingDefaults() {
		return () -> Map.of(ConfigurationPropertyName.of("spring.cloud.stream.nats.bindings"),
				ConfigurationPropertyName.of("spring.cloud.stream.nats.default"));
	}

}

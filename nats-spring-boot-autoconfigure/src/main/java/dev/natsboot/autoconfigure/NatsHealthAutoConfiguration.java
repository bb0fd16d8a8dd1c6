package dev.natsboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.actuate.NatsHealthIndicator;
import dev.natsboot.actuate.NatsListenersHealthIndicator;
import dev.natsboot.actuate.NatsStreamsHealthIndicator;
import dev.natsboot.actuate.ReadinessGroupPostProcessor;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.listener.NatsListenerRegistry;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of connections to
 * NATS, of listeners and of declared streams.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { NatsAutoConfiguration.class, NatsJetStreamAutoConfiguration.class,
				NatsListenerAutoConfiguration.class },
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(NatsConnections.class)
@ConditionalOnEnabledHealthIndicator("nats")
public final class NatsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "natsHealthIndicator", "natsHealthContributor" })
	HealthContributor natsHealthContributor(NatsConnections connections) {
		Map<String, HealthContributor> contributors = new LinkedHashMap<>();
		connections.pools().forEach((pool) -> contributors.put(pool.name(), new NatsHealthIndicator(pool)));
		return CompositeHealthContributor.fromMap(contributors);
	}

	@Bean
	@ConditionalOnBean(NatsListenerRegistry.class)
	@ConditionalOnMissingBean(name = { "natsListenersHealthIndicator", "natsListenersHealthContributor" })
	HealthContributor natsListenersHealthContributor(NatsListenerRegistry registry) {
		return new NatsListenersHealthIndicator(registry);
	}

	@Bean
	@ConditionalOnBean(NatsProvisioning.class)
	@ConditionalOnMissingBean(name = { "natsStreamsHealthIndicator", "natsStreamsHealthContributor" })
	HealthContributor natsStreamsHealthContributor(NatsProvisioning provisioning) {
		return new NatsStreamsHealthIndicator(provisioning);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthEndpointGroupsPostProcessor.class, SecurityContext.class })
	static class ReadinessConfiguration {

		@Bean
		static HealthEndpointGroupsPostProcessor natsReadinessGroupPostProcessor(Environment environment) {
			boolean configured = Binder.get(environment)
				.bind("management.endpoint.health.group.readiness.include", Bindable.setOf(String.class))
				.isBound();
			return new ReadinessGroupPostProcessor(
					configured ? List.of() : List.of("nats", "natsListeners", "natsStreams"));
		}

	}

}

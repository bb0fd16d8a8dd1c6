package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.core.connection.NatsPoolDefinition;
import io.nats.client.Connection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for connections to NATS.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(Connection.class)
@ConditionalOnProperty(name = "nats.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties({ NatsProperties.class, NatsTlsProperties.class })
public final class NatsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NatsConnectionDetails natsConnectionDetails(NatsProperties properties, ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesNatsConnectionDetails("nats", properties, sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	NatsConnections natsConnections(NatsProperties properties, NatsTlsProperties tlsProperties,
			NatsConnectionDetails connectionDetails, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<NatsOptionsCustomizer> customizers, ApplicationEventPublisher eventPublisher,
			Environment environment) {
		List<NatsPoolDefinition> definitions = new NatsPoolDefinitions(properties,
				environment.getProperty("spring.application.name", "application"), sslBundles.getIfAvailable(),
				customizers.orderedStream().toList(),
				Threading.VIRTUAL.isActive(environment) ? new NatsVirtualThreads() : null, tlsProperties.isRequired())
			.all(connectionDetails);
		NatsConnections connections = new NatsConnections(definitions, eventPublisher::publishEvent,
				stopTimeout(environment));
		sslBundles.ifAvailable((bundles) -> new SslBundleUpdates(bundles).follow(properties, connections));
		return connections;
	}

	/**
	 * A little less than the phase is given, so that it ends before Spring gives up on
	 * it.
	 */
	private static Duration stopTimeout(Environment environment) {
		Duration phase = Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		return phase.multipliedBy(9).dividedBy(10);
	}

}

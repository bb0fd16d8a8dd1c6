package dev.natsboot.autoconfigure;

import java.time.Duration;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsTemplate;
import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.NatsListenerRegistry;
import dev.natsboot.observation.ConnectionMeters;
import dev.natsboot.observation.LagSampler;
import dev.natsboot.observation.ListenerMeters;
import dev.natsboot.observation.PublishMeters;
import dev.natsboot.observation.SecurityMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters, where there is a
 * {@link MeterRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class,
				NatsListenerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ NatsConnections.class, MeterRegistry.class })
@EnableConfigurationProperties(NatsObservationProperties.class)
public final class NatsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionMeters natsConnectionMeters(NatsConnections connections, MeterRegistry registry) {
		return new ConnectionMeters(connections, registry);
	}

	@Bean
	@ConditionalOnMissingBean
	PublishMeters natsPublishMeters(ListableBeanFactory beanFactory, MeterRegistry registry) {
		return new PublishMeters(beanFactory.getBeansOfType(NatsTemplate.class), registry);
	}

	@Bean
	@ConditionalOnMissingBean(SecurityOutcomes.class)
	SecurityMeters natsSecurityMeters(MeterRegistry registry) {
		return new SecurityMeters(registry);
	}

	/**
	 * Where there are listeners.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(NatsListenerRegistry.class)
	static class ListenerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LagSampler natsLagSampler(NatsConnections connections, NatsListenerRegistry listeners,
				NatsObservationProperties properties) {
			Duration interval = properties.getLagInterval();
			if (interval.isNegative() || interval.isZero()) {
				throw new NatsConfigurationException("nats.observation.lag-interval",
						"'nats.observation.lag-interval' cannot work as it is set",
						"Set 'nats.observation.lag-interval' to a duration above zero, such as 15s.");
			}
			return new LagSampler(connections, listeners, interval);
		}

		@Bean
		@ConditionalOnMissingBean
		ListenerMeters natsListenerMeters(NatsListenerRegistry listeners, LagSampler lags, MeterRegistry registry) {
			return new ListenerMeters(listeners, lags, registry);
		}

	}

}

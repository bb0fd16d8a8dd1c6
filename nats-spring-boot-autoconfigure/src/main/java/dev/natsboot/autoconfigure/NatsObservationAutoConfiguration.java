package dev.natsboot.autoconfigure;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.observation.BatchTracingHandler;
import dev.natsboot.observation.NatsObservations;
import dev.natsboot.observation.NatsReceiverObservationConvention;
import dev.natsboot.observation.NatsSenderObservationConvention;
import dev.natsboot.observation.ObservedListeners;
import dev.natsboot.observation.ObservedSends;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of messages, and so
 * for traces. They cost more than a message itself, so they are made only where there is
 * a tracer, or {@code nats.observation.enabled} is {@code true}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { NatsAutoConfiguration.class }, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ NatsConnections.class, ObservationRegistry.class })
@Conditional(NatsObservationAutoConfiguration.SomeoneListens.class)
@EnableConfigurationProperties(NatsObservationProperties.class)
public final class NatsObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NatsObservations natsObservations(ObservationRegistry registry,
			ObjectProvider<NatsSenderObservationConvention> senders,
			ObjectProvider<NatsReceiverObservationConvention> receivers) {
		return new NatsObservations(registry, senders.getIfAvailable(), receivers.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedListeners natsObservedListeners(NatsObservations observations) {
		return observations.listeners();
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedSends natsObservedSends(NatsObservations observations) {
		return observations.sends();
	}

	/**
	 * Where there is a tracer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	@ConditionalOnBean(Tracer.class)
	static class TracingConfiguration {

		/** Before those of Spring Boot, which begin at 1000. */
		private static final int ORDER = 500;

		@Bean
		@ConditionalOnMissingBean
		@Order(ORDER)
		BatchTracingHandler natsBatchTracingHandler(Tracer tracer) {
			return new BatchTracingHandler(tracer);
		}

	}

	/**
	 * Whether observations are of use.
	 */
	static class SomeoneListens extends AnyNestedCondition {

		SomeoneListens() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "nats.observation.enabled", havingValue = "true")
		static class Always {

		}

		@ConditionalOnProperty(name = "nats.observation.enabled", havingValue = "auto", matchIfMissing = true)
		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		static class Traced {

		}

	}

}

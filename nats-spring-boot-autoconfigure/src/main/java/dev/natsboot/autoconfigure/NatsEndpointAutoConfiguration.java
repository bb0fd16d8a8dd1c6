package dev.natsboot.autoconfigure;

import dev.natsboot.actuate.NatsEndpoint;
import dev.natsboot.actuate.NatsEndpointSources;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.listener.NatsListenerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the Actuator endpoint
 * {@code nats}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { NatsAutoConfiguration.class, NatsJetStreamAutoConfiguration.class,
		NatsListenerAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(NatsConnections.class)
@ConditionalOnAvailableEndpoint(NatsEndpoint.class)
public final class NatsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NatsEndpoint natsEndpoint(NatsConnections connections, ObjectProvider<NatsListenerRegistry> listeners,
			ObjectProvider<NatsProvisioning> provisioning, ObjectProvider<DeadLetters> deadLetters) {
		return new NatsEndpoint(new NatsEndpointSources(connections, listeners.getIfAvailable(),
				provisioning.getIfAvailable(), deadLetters.getIfAvailable()));
	}

}

package dev.natsboot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.DurableDeclaration;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.jetstream.StreamDeclaration;
import io.nats.client.api.StreamConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the streams and consumers that
 * an application declares.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnBean(NatsConnections.class)
@EnableConfigurationProperties(NatsJetStreamProperties.class)
public final class NatsJetStreamAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NatsProvisioning natsProvisioning(NatsConnections connections, NatsJetStreamProperties properties,
			ObjectProvider<StreamConfiguration> configurations, ObjectProvider<StreamDeclaration> streams,
			ObjectProvider<DurableDeclaration> consumers) {
		NatsDeclarationsMapper mapper = new NatsDeclarationsMapper(properties);
		List<StreamDeclaration> allStreams = Stream
			.of(mapper.streams().stream(), streams.orderedStream(),
					configurations.orderedStream()
						.map((configuration) -> StreamDeclaration.from(configuration).build()))
			.flatMap((some) -> some)
			.toList();
		List<DurableDeclaration> allConsumers = Stream.concat(mapper.consumers().stream(), consumers.orderedStream())
			.toList();
		return new NatsProvisioning(connections, allStreams, allConsumers, properties.getProvisioning(),
				properties.getProvisioningTimeout());
	}

}

package dev.natsboot.cloud.stream.binder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;

/**
 * What a binding wants of NATS, and what all want that do not say otherwise.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("spring.cloud.stream.nats.default")
public class NatsBindingProperties implements BinderSpecificPropertiesProvider {

	/**
	 * The consumer's side.
	 */
	@NestedConfigurationProperty
	private final NatsConsumerProperties consumer = new NatsConsumerProperties();

	/**
	 * The producer's side.
	 */
	@NestedConfigurationProperty
	private final NatsProducerProperties producer = new NatsProducerProperties();

	@Override
	public NatsConsumerProperties getConsumer() {
		return this.consumer;
	}

	@Override
	public NatsProducerProperties getProducer() {
		return this.producer;
	}

}

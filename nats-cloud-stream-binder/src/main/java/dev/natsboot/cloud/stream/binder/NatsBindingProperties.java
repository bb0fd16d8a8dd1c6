package dev.natsboot.cloud.stream.binder;

import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;

/**
 * What a binding wants of NATS.
 *
 * @since 0.1.0
 */
public class NatsBindingProperties implements BinderSpecificPropertiesProvider {

	/**
	 * The consumer's side.
	 */
	private final NatsConsumerProperties consumer = new NatsConsumerProperties();

	/**
	 * The producer's side.
	 */
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

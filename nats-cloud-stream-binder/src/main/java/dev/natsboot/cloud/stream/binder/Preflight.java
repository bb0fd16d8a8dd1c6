package dev.natsboot.cloud.stream.binder;

import java.util.List;

import dev.natsboot.cloud.stream.binder.ConsumerFactory.Handling;
import dev.natsboot.listener.Settlement;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.provisioning.ProvisioningException;
import org.springframework.core.log.LogAccessor;
import org.springframework.util.StringUtils;

/**
 * Tries what a binding will need before it is bound, so that a mistake in its properties
 * ends the start. What is only missing just now is left to the binding.
 */
final class Preflight {

	private static final LogAccessor logger = new LogAccessor(Preflight.class);

	private static final Handling NOTHING = new Handling((message) -> null, null, false, false,
			(failure) -> Settlement.ack());

	private final NatsProvisioningProvider provisioning;

	private final ConsumerFactory consumers;

	Preflight(NatsProvisioningProvider provisioning, ConsumerFactory consumers) {
		this.provisioning = provisioning;
		this.consumers = consumers;
	}

	/**
	 * A binding's destinations.
	 * @param bindings the properties of all bindings, if there are any
	 * @param binding the binding's name
	 * @return the destinations, separated by commas
	 */
	static @Nullable String destination(@Nullable BindingServiceProperties bindings, String binding) {
		return (bindings != null) ? bindings.getBindingDestination(binding) : null;
	}

	void producer(@Nullable BindingServiceProperties bindings, String binding, NatsProducerProperties own) {
		if (bindings == null) {
			return;
		}
		ExtendedProducerProperties<NatsProducerProperties> properties = new ExtendedProducerProperties<>(own);
		BeanUtils.copyProperties(bindings.getProducerProperties(binding), properties);
		properties.populateBindingName(binding);
		attempt(() -> this.provisioning.provisionProducerDestination(bindings.getBindingDestination(binding),
				properties));
	}

	void consumer(@Nullable BindingServiceProperties bindings, String binding, NatsConsumerProperties own) {
		if (bindings == null) {
			return;
		}
		ExtendedConsumerProperties<NatsConsumerProperties> properties = new ExtendedConsumerProperties<>(own);
		BeanUtils.copyProperties(bindings.getConsumerProperties(binding), properties);
		properties.populateBindingName(binding);
		String destination = bindings.getBindingDestination(binding);
		String[] names = properties.isMultiplex() ? new String[] { destination }
				: StringUtils.commaDelimitedListToStringArray(destination);
		List<Integer> indexes = properties.getInstanceIndexList();
		boolean listed = properties.isPartitioned() && indexes != null && !indexes.isEmpty();
		for (String name : names) {
			for (Integer index : listed ? indexes : List.of(properties.getInstanceIndex())) {
				if (listed && index < 0) {
					// the framework leaves it out
					continue;
				}
				properties.setInstanceIndex(index);
				attempt(() -> consumer(name, bindings.getGroup(binding), properties));
			}
		}
	}

	private void consumer(String name, @Nullable String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		NatsConsumerDestination destination = (NatsConsumerDestination) this.provisioning
			.provisionConsumerDestination(name, group, properties);
		Handling handling = properties.isBatchMode() ? new Handling(NOTHING.handler(), (batch) -> List.of(),
				NOTHING.manual(), NOTHING.polled(), NOTHING.errorHandler()) : NOTHING;
		this.consumers.create(destination, this.provisioning.connection(properties.getExtension().getConnection()),
				properties, handling);
	}

	private static void attempt(Runnable check) {
		try {
			check.run();
		}
		catch (ProvisioningException ex) {
			logger.debug(ex, "What a binding needs is not there yet; it is tried again when it is bound");
		}
	}

}

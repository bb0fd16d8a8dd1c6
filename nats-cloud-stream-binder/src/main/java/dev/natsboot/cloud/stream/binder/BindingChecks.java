package dev.natsboot.cloud.stream.binder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.Subjects;
import dev.natsboot.jetstream.DeliverFrom;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.util.ObjectUtils;

/**
 * Finds what can never work in the properties of a binding, before a server is asked.
 */
final class BindingChecks {

	private BindingChecks() {
	}

	/**
	 * What messages call a binding's properties.
	 */
	static String setting(@Nullable String binding, String side) {
		return "spring.cloud.stream.nats.bindings." + binding + "." + side;
	}

	static void check(String destination, ExtendedProducerProperties<NatsProducerProperties> properties) {
		NatsProducerProperties own = properties.getExtension();
		String setting = setting(properties.getBindingName(), "producer");
		try {
			Subjects.checkPublish(destination);
		}
		catch (InvalidSubjectException ex) {
			throw destination(properties.getBindingName(), ex);
		}
		if (properties.isPartitioned() && properties.getPartitionCount() < 1) {
			throw new NatsConfigurationException(
					"spring.cloud.stream.bindings." + properties.getBindingName(), "The partition count of binding '"
							+ properties.getBindingName() + "' is " + properties.getPartitionCount(),
					"Write 1 or more.");
		}
		if (own.getMode() == BindingMode.CORE) {
			Map<String, @Nullable Object> durable = new LinkedHashMap<>();
			durable.put("required-groups",
					ObjectUtils.isEmpty(properties.getRequiredGroups()) ? null : properties.getRequiredGroups());
			durable.put("message-id-expression", own.getMessageIdExpression());
			durable.put("sync", own.getSync());
			durable.put("ttl", own.getTtl());
			durable.put("stream.name", own.getStream().getName());
			refuse(setting, durable);
		}
	}

	static void check(List<String> destinations, @Nullable String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		NatsConsumerProperties own = properties.getExtension();
		String setting = setting(properties.getBindingName(), "consumer");
		for (String destination : destinations) {
			try {
				Subjects.checkSubscribe(destination);
			}
			catch (InvalidSubjectException ex) {
				throw destination(properties.getBindingName(), ex);
			}
		}
		if (properties.isPartitioned()) {
			checkPartitions(properties, setting);
		}
		if (own.getDeliverFrom() != null) {
			try {
				DeliverFrom.valueOf(own.getDeliverFrom());
			}
			catch (IllegalArgumentException ex) {
				throw new NatsConfigurationException(setting + ".deliver-from", String.valueOf(ex.getMessage()),
						"Write all, new, last, last-per-subject, sequence:17 or time:2026-01-31T00:00:00Z.", ex);
			}
		}
		if (group == null && own.getDurable() != null) {
			throw new NatsConfigurationException(setting + ".durable",
					"Binding '" + properties.getBindingName() + "' has a durable name, but no group",
					"Set spring.cloud.stream.bindings." + properties.getBindingName() + ".group.");
		}
		if (properties.isBatchMode() && own.getAckMode() == AckMode.MANUAL) {
			throw new NatsConfigurationException(setting + ".ack-mode",
					"Binding '" + properties.getBindingName() + "' takes batches, which are settled together",
					"Remove 'ack-mode', and throw a BatchFailureException for what failed in a batch.");
		}
		if (own.getMode() == BindingMode.CORE) {
			refuse(setting, durableSettings(own));
		}
	}

	private static void checkPartitions(ExtendedConsumerProperties<NatsConsumerProperties> properties, String setting) {
		int index = properties.getInstanceIndex();
		int count = properties.getInstanceCount();
		Integer partitions = properties.getExtension().getPartitionCount();
		if (index < 0 || (count > 0 && index >= count)) {
			throw new NatsConfigurationException("spring.cloud.stream.instance-index",
					"The instance index of the partitioned binding '" + properties.getBindingName() + "' is " + index
							+ " of " + count + " instances",
					"Set spring.cloud.stream.instance-index from 0 to spring.cloud.stream.instance-count - 1.");
		}
		if (partitions != null && (count < 1 || partitions < count)) {
			throw new NatsConfigurationException(setting + ".partition-count",
					"Binding '" + properties.getBindingName() + "' shares " + partitions + " partitions among " + count
							+ " instances",
					"Set spring.cloud.stream.instance-count, to no more than there are partitions.");
		}
	}

	private static Map<String, @Nullable Object> durableSettings(NatsConsumerProperties own) {
		Map<String, @Nullable Object> durable = new LinkedHashMap<>();
		durable.put("ack-mode", (own.getAckMode() == AckMode.MANUAL) ? own.getAckMode() : null);
		durable.put("ack-wait", own.getAckWait());
		durable.put("deliver-from", own.getDeliverFrom());
		durable.put("durable", own.getDurable());
		durable.put("max-deliveries", own.getMaxDeliveries());
		durable.put("max-in-flight", own.getMaxInFlight());
		durable.put("max-lease", own.getMaxLease());
		durable.put("stream.name", own.getStream().getName());
		NatsDeadLetterProperties letters = own.getDeadLetter();
		durable.put("dead-letter.enabled", Boolean.TRUE.equals(letters.getEnabled()) ? true : null);
		durable.put("dead-letter.stream", letters.getStream());
		durable.put("dead-letter.subject-prefix", letters.getSubjectPrefix());
		durable.put("dead-letter.ttl", letters.getTtl());
		return durable;
	}

	private static void refuse(String setting, Map<String, @Nullable Object> durable) {
		durable.forEach((name, value) -> {
			if (value != null) {
				throw new NatsConfigurationException(setting + "." + name,
						"'" + setting + "." + name + "' needs a stream, but the binding's mode is 'core'",
						"Remove it, or set '" + setting + ".mode' to 'jetstream'.");
			}
		});
	}

	private static NatsConfigurationException destination(@Nullable String binding, InvalidSubjectException cause) {
		String setting = "spring.cloud.stream.bindings." + binding + ".destination";
		return new NatsConfigurationException(setting, cause.getMessage() + " (" + setting + ")",
				"A destination is a NATS subject: correct " + setting + ".", cause);
	}

}

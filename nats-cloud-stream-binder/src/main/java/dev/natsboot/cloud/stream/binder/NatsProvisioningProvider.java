package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.natsboot.cloud.stream.binder.NatsConsumerDestination.Source;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.ConsumerDeclaration;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import dev.natsboot.jetstream.Consumers;
import dev.natsboot.jetstream.DeliverFrom;
import io.nats.client.Connection;
import io.nats.client.NUID;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;
import org.springframework.cloud.stream.provisioning.ProvisioningException;
import org.springframework.cloud.stream.provisioning.ProvisioningProvider;
import org.springframework.util.StringUtils;

/**
 * Has streams and consumers ready for bindings. A destination is a subject, verbatim; a
 * group is a consumer's name. Asks the server again and again without harm. Thread-safe.
 *
 * @since 0.1.0
 */
public class NatsProvisioningProvider implements
		ProvisioningProvider<ExtendedConsumerProperties<NatsConsumerProperties>, ExtendedProducerProperties<NatsProducerProperties>> {

	private final StreamRegistry streams;

	private final ConsumerDefaults defaults;

	private final String connection;

	private Function<String, @Nullable String> destinations = (binding) -> null;

	/**
	 * Creates a provider.
	 * @param streams finds and creates streams
	 * @param defaults what consumers have when their binding does not say
	 * @param connection the connection of bindings that do not name one
	 */
	NatsProvisioningProvider(StreamRegistry streams, ConsumerDefaults defaults, String connection) {
		this.streams = streams;
		this.defaults = defaults;
		this.connection = connection;
	}

	/**
	 * Tells where bindings' destinations are configured.
	 * @param lookup gives a binding's destinations, separated by commas
	 */
	void setDestinations(Function<String, @Nullable String> lookup) {
		this.destinations = lookup;
	}

	@Override
	public ProducerDestination provisionProducerDestination(String name,
			ExtendedProducerProperties<NatsProducerProperties> properties) {
		BindingChecks.check(name, properties);
		NatsProducerProperties own = properties.getExtension();
		if (own.getMode() == BindingMode.JETSTREAM) {
			String subject = properties.isPartitioned() ? Names.partition(name, "*") : name;
			WantedStream wanted = new WantedStream(BindingChecks.setting(properties.getBindingName(), "producer"),
					connection(own.getConnection()), name, subject, own.getStream());
			this.streams.whenConnected(wanted.connection(), "Producer binding '" + properties.getBindingName() + "'",
					(on) -> provision(on, wanted, properties));
		}
		return new NatsProducerDestination(name);
	}

	private void provision(Connection on, WantedStream wanted,
			ExtendedProducerProperties<NatsProducerProperties> properties) {
		String stream = this.streams.obtain(on, wanted);
		if (properties.isPartitioned()) {
			checkNotShrunk(on, stream, wanted, properties.getPartitionCount());
		}
		for (String group : properties.getRequiredGroups()) {
			if (!properties.isPartitioned()) {
				require(on, stream, Names.escape(group), wanted.destination());
			}
			for (int i = 0; properties.isPartitioned() && i < properties.getPartitionCount(); i++) {
				require(on, stream, Names.escape(group) + "-" + i, Names.partition(wanted.destination(), i));
			}
		}
	}

	/**
	 * Fewer partitions than before would leave messages where nobody may look any more.
	 */
	private static void checkNotShrunk(Connection on, String stream, WantedStream wanted, int count) {
		List<Subject> subjects = StreamRegistry.call(() -> on.jetStreamManagement()
			.getStreamInfo(stream, StreamInfoOptions.filterSubjects(wanted.subject()))
			.getStreamState()
			.getSubjects(), wanted);
		int highest = subjects.stream().mapToInt((subject) -> number(subject.getName())).max().orElse(-1);
		if (highest >= count) {
			throw wanted.wrong(
					"There are messages in partition " + highest + " of '" + wanted.destination() + "' (stream '"
							+ stream + "'), but the producer has " + count + " partitions",
					"Write a partition-count of " + (highest + 1) + " or more. To have fewer, let consumers finish the "
							+ "messages and purge them first.");
		}
	}

	private static int number(String partitionSubject) {
		String token = partitionSubject.substring(partitionSubject.lastIndexOf('.') + 1);
		return token.matches("\\d{1,9}") ? Integer.parseInt(token) : -1;
	}

	private void require(Connection on, String stream, String consumer, String subject) {
		try {
			Consumers.obtain(on, new ConsumerDeclaration(consumer, stream, List.of(subject), this.defaults.ackWait(),
					this.defaults.maxDeliveries(), 0, DeliverFrom.ALL), null, null);
		}
		catch (ConsumerUnavailableException ex) {
			throw new ProvisioningException("The required group '" + consumer + "' cannot be had: " + ex.getMessage(),
					ex);
		}
	}

	@Override
	public ConsumerDestination provisionConsumerDestination(String name, @Nullable String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		List<String> names = properties.isMultiplex() ? List.of(StringUtils.tokenizeToStringArray(name, ","))
				: List.of(name.trim());
		String named = StringUtils.hasText(group) ? group : null;
		BindingChecks.check(names, named, properties);
		NatsConsumerProperties own = properties.getExtension();
		boolean several = names.size() > 1 || hasSeveral(properties.getBindingName());
		List<Source> sources = new ArrayList<>();
		for (String destination : names) {
			String base = consumer(own, named, several ? destination : null);
			if (properties.isPartitioned()) {
				partitions(properties)
					.forEach((partition) -> sources.add(source(own, Names.partition(destination, partition),
							base + "-" + partition, (several ? destination + "." : "") + partition, named)));
			}
			else {
				sources.add(source(own, destination, base, several ? destination : "", named));
			}
		}
		if (own.getMode() == BindingMode.JETSTREAM) {
			this.streams.whenConnected(connection(own.getConnection()),
					"Consumer binding '" + properties.getBindingName() + "'", (on) -> {
						for (int i = 0; i < sources.size(); i++) {
							provision(on, names.get(i * names.size() / sources.size()), sources.get(i), properties);
						}
					});
		}
		return new NatsConsumerDestination(name, List.copyOf(sources));
	}

	private void provision(Connection on, String destination, Source source,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		NatsConsumerProperties own = properties.getExtension();
		WantedStream wanted = new WantedStream(BindingChecks.setting(properties.getBindingName(), "consumer"),
				connection(own.getConnection()), destination, source.subject(), own.getStream());
		String stream = this.streams.obtain(on, wanted);
		if (source.consumer() == null || source.ephemeral()) {
			return;
		}
		try {
			ConsumerInfo existing = Consumers.find(on, stream, source.consumer());
			if (existing != null) {
				checkSame(existing, source, wanted);
			}
		}
		catch (ConsumerUnavailableException ex) {
			throw new ProvisioningException(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * A consumer of that name may be for another destination of the same stream; sharing
	 * it would give messages to the wrong function.
	 */
	private static void checkSame(ConsumerInfo existing, Source source, WantedStream wanted) {
		List<String> filter = existing.getConsumerConfiguration().getFilterSubjects();
		if (filter == null || !Set.copyOf(filter).equals(Set.of(source.subject()))) {
			throw new NatsConfigurationException(wanted.declaredAt() + ".durable",
					"Consumer '" + source.consumer() + "' of stream '" + existing.getStreamName() + "' is for " + filter
							+ " already, not for '" + source.subject() + "' (" + wanted.declaredAt() + ")",
					"Give the binding another group, or set " + wanted.declaredAt() + ".durable.");
		}
	}

	private static String consumer(NatsConsumerProperties own, @Nullable String group, @Nullable String destination) {
		if (group == null) {
			return "anonymous-" + NUID.nextGlobal();
		}
		String base = Names.escape((own.getDurable() != null) ? own.getDurable() : group);
		return (destination != null) ? base + "-" + Names.escape(destination) : base;
	}

	private static Source source(NatsConsumerProperties own, String subject, String consumer, String suffix,
			@Nullable String group) {
		boolean core = own.getMode() == BindingMode.CORE;
		return new Source(subject, core ? null : own.getStream().getName(), core ? null : consumer,
				(core && group != null) ? consumer : null, group == null, suffix);
	}

	private static List<Integer> partitions(ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		List<Integer> list = properties.getInstanceIndexList();
		List<Integer> own = (properties.isMultiplex() && list != null && !list.isEmpty()) ? list
				: List.of(properties.getInstanceIndex());
		Integer count = properties.getExtension().getPartitionCount();
		if (count == null) {
			return own;
		}
		return IntStream.range(0, count)
			.filter((partition) -> own.contains(partition % properties.getInstanceCount()))
			.boxed()
			.toList();
	}

	private boolean hasSeveral(@Nullable String binding) {
		String configured = (binding != null) ? this.destinations.apply(binding) : null;
		return configured != null && configured.indexOf(',') >= 0;
	}

	/**
	 * The connection of a binding.
	 * @param own the one that it names
	 * @return the connection's name
	 */
	String connection(@Nullable String own) {
		return (own != null) ? own : this.connection;
	}

	/**
	 * What consumers have when their binding does not say.
	 *
	 * @param ackWait after how long an unsettled message is delivered again
	 * @param maxDeliveries how often a message is delivered at the most
	 */
	record ConsumerDefaults(Duration ackWait, int maxDeliveries) {
	}

}

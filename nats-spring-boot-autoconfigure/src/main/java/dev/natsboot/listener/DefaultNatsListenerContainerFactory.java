package dev.natsboot.listener;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.Subjects;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.deadletter.DeadLetterWriter;
import dev.natsboot.jetstream.DeliverFrom;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The standard factory: a core subscription, or for a listener with a durable name a
 * JetStream consumer. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DefaultNatsListenerContainerFactory implements NatsListenerContainerFactory, DisposableBean {

	private final NatsConnections connections;

	private final Function<String, NatsOperations> operations;

	private final ListenerOptions options;

	private final ErrorHandler errorHandler;

	private final @Nullable DeadLetterSettings deadLetters;

	private final List<InboundFilter> filters;

	private final ApplicationEventPublisher events;

	private final TaskExecutor executor;

	private final ScheduledThreadPoolExecutor scheduler;

	private final Consumer<String> missing;

	/**
	 * Creates a factory.
	 * @param connections the connections
	 * @param operations sends replies on the connection of a name
	 * @param options the options of listeners that do not have their own
	 * @param errorHandler the error handler of listeners that do not name one
	 * @param deadLetters where dead letters go, or {@code null} for none
	 * @param filters the inbound filters, the outermost first
	 * @param events takes the listeners' events
	 * @param executor runs workers; must start a new thread for each task
	 * @param missing is told the name of a connection on which a listener found its
	 * stream or consumer missing, each time that it does; must not block
	 */
	public DefaultNatsListenerContainerFactory(NatsConnections connections, Function<String, NatsOperations> operations,
			ListenerOptions options, ErrorHandler errorHandler, @Nullable DeadLetterSettings deadLetters,
			List<InboundFilter> filters, ApplicationEventPublisher events, TaskExecutor executor,
			Consumer<String> missing) {
		this.missing = missing;
		this.connections = connections;
		this.operations = operations;
		this.options = options;
		this.errorHandler = errorHandler;
		this.deadLetters = deadLetters;
		this.filters = List.copyOf(filters);
		this.events = events;
		this.executor = executor;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-listeners-");
		threads.setDaemon(true);
		this.scheduler = new ScheduledThreadPoolExecutor(1, threads);
		this.scheduler.setRemoveOnCancelPolicy(true);
	}

	@Override
	public NatsListenerContainer create(NatsListenerEndpoint endpoint) {
		ListenerDescription description = endpoint.description();
		ListenerOptions merged = endpoint.merge(this.options);
		check(endpoint, merged);
		NatsConnectionPool pool = this.connections.pool(description.connection());
		NatsOperations sending = this.operations.apply(description.connection());
		DeadLetterSettings letters = endpoint.deadLetters(this.deadLetters);
		DeadLetterWriter writer = (letters != null) ? new DeadLetterWriter(letters, sending) : null;
		ListenerServices services = new ListenerServices(sending, this.errorHandler, writer, this.filters, this.events,
				this.executor, this.scheduler, this.missing);
		if (description.replay()) {
			return new ReplayContainer(endpoint, Objects.requireNonNullElse(endpoint.from(), DeliverFrom.ALL), merged,
					pool, services);
		}
		return description.isJetStream() ? new ConsumerContainer(endpoint, merged, pool, services)
				: new SubscriptionContainer(endpoint, merged, pool, services);
	}

	@Override
	public void destroy() {
		this.scheduler.shutdownNow();
	}

	private static void check(NatsListenerEndpoint endpoint, ListenerOptions merged) {
		ListenerDescription description = endpoint.description();
		String at = endpoint.declaredAt();
		if (description.subjects().isEmpty() && (!description.isJetStream() || description.stream() == null)) {
			throw new NatsConfigurationException(at, "It has no subject",
					"Name the subjects to listen to, such as \"orders.created\""
							+ " (a JetStream listener may name its 'stream' in their place).");
		}
		description.subjects().forEach(Subjects::checkSubscribe);
		if (description.isJetStream()) {
			if (description.queue() != null) {
				throw new NatsConfigurationException(at,
						"It has both 'durable' (a JetStream consumer) and 'queue' (a core subscription)",
						"Remove 'queue': all listeners with the same 'durable' share its messages.");
			}
			if (description.durable() != null) {
				checkName(at, "durable", description.durable());
			}
			if (description.stream() != null) {
				checkName(at, "stream", description.stream());
			}
		}
		else if (description.stream() != null) {
			throw new NatsConfigurationException(at, "It names a 'stream' but no 'durable'",
					"Add 'durable', the name of the consumer that remembers what was handled, or 'deliver' to read the stream from "
							+ "some point on at each start, or remove 'stream'.");
		}
		if (endpoint.priorityGroup() != null && description.durable() == null) {
			throw new NatsConfigurationException(at, "It has a 'priorityGroup' but no 'durable'",
					"Add 'durable', the name of the consumer that its instances share, or remove 'priorityGroup'.");
		}
		checkOrder(endpoint, merged, description, at);
		checkBatch(endpoint, merged, at);
		if (description.replay() && (merged.concurrency().max() > 1 || endpoint.batched() || endpoint.manual()
				|| merged.order() != ListenerOrder.NONE)) {
			throw new NatsConfigurationException(at,
					"It has 'deliver' without 'durable', and so reads its stream in order, message by message",
					"Remove 'concurrency', 'order', 'batch' and any Acknowledgment parameter, or add 'durable'.");
		}
	}

	private static void checkBatch(NatsListenerEndpoint endpoint, ListenerOptions merged, String at) {
		if (!endpoint.batched()) {
			return;
		}
		if (endpoint.batchSize() < 1) {
			throw new NatsConfigurationException(at, "Its batch size is " + endpoint.batchSize(), "Use 1 or more.");
		}
		if (endpoint.description().isJetStream() && endpoint.batchSize() > merged.maxInFlight()) {
			throw new NatsConfigurationException(at,
					"Its batch size is " + endpoint.batchSize() + ", but only " + merged.maxInFlight()
							+ " messages may be in flight",
					"Use a smaller batch, or raise nats.listener.max-in-flight.");
		}
		if (merged.order() != ListenerOrder.NONE) {
			throw new NatsConfigurationException(at, "It has both a 'batch' and an 'order'",
					"Remove 'order': batches of a listener with a concurrency of 1 come in the stream's order.");
		}
	}

	private static void checkOrder(NatsListenerEndpoint endpoint, ListenerOptions merged,
			ListenerDescription description, String at) {
		if (merged.order() == ListenerOrder.KEY && endpoint.orderKey() == null) {
			throw new NatsConfigurationException(at, "Its order is 'key', but there is no key",
					"Add 'orderKey', such as \"token(2)\" or \"header('Customer')\".");
		}
		if (endpoint.orderKey() != null && merged.order() != ListenerOrder.KEY) {
			throw new NatsConfigurationException(at, "It has an 'orderKey', but another order",
					"Remove 'order', or set it to 'key'.");
		}
		if (merged.order() == ListenerOrder.STRICT && !description.isJetStream()) {
			throw new NatsConfigurationException(at, "Its order is 'strict', which a core listener cannot keep",
					"Use a concurrency of 1, or add 'durable'.");
		}
		if (merged.order() == ListenerOrder.STRICT && merged.concurrency().max() > 1) {
			throw new NatsConfigurationException(at,
					"Its order is 'strict', but its concurrency is " + merged.concurrency(),
					"Use a concurrency of 1, or the order 'subject' or 'key'.");
		}
		if (merged.order() != ListenerOrder.NONE && endpoint.manual()) {
			throw new NatsConfigurationException(at, "It has both an 'order' and a parameter of type Acknowledgment",
					"Remove one: with an order, the next message waits for the method to return or its future.");
		}
	}

	private static void checkName(String at, String attribute, String name) {
		boolean legal = name.chars().allMatch((c) -> c > ' ' && c < 0x7f && ".*>/\\".indexOf(c) < 0);
		if (name.isEmpty() || !legal) {
			throw new NatsConfigurationException(at, "Its attribute '" + attribute + "' is \"" + name + "\"",
					"Names of streams and durable consumers hold no dots, stars, '>', slashes or white space; "
							+ "write dashes, such as \"order-outcomes\".");
		}
	}

}

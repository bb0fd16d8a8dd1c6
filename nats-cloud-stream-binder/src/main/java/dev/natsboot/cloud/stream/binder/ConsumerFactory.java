package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.natsboot.cloud.stream.binder.NatsConsumerDestination.Source;
import dev.natsboot.core.Backoff;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.listener.Batch;
import dev.natsboot.listener.Concurrency;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.ListenerOptions;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerContainerFactory;
import dev.natsboot.listener.NatsListenerEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;

/**
 * Builds the library's containers for consumer bindings: the one place where a binding's
 * properties become those of a listener.
 */
final class ConsumerFactory {

	private static final Duration INACTIVE = Duration.ofMinutes(5);

	private static final double JITTER = 0.2;

	private final NatsListenerContainerFactory factory;

	/**
	 * Creates it.
	 * @param factory the library's
	 */
	ConsumerFactory(NatsListenerContainerFactory factory) {
		this.factory = factory;
	}

	/**
	 * Builds the containers of a binding.
	 * @param destination what it listens to
	 * @param connection the connection's name
	 * @param properties its properties
	 * @param handling what becomes of its messages
	 * @return the containers, one for each source
	 */
	List<NatsListenerContainer> create(NatsConsumerDestination destination, String connection,
			ExtendedConsumerProperties<NatsConsumerProperties> properties, Handling handling) {
		return destination.sources()
			.stream()
			.map((source) -> this.factory.create(endpoint(source, connection, properties, handling)))
			.toList();
	}

	private static NatsListenerEndpoint endpoint(Source source, String connection,
			ExtendedConsumerProperties<NatsConsumerProperties> properties, Handling handling) {
		NatsConsumerProperties own = properties.getExtension();
		String binding = Objects.requireNonNullElse(properties.getBindingName(), source.subject());
		ListenerDescription description = new ListenerDescription(
				source.suffix().isEmpty() ? binding : binding + "[" + source.suffix() + "]", connection,
				List.of(source.subject()), source.queue(), source.stream(), source.consumer());
		NatsListenerEndpoint.Builder builder = (handling.batch() != null)
				? NatsListenerEndpoint.ofBatches(description, own.getBatchSize(), own.getBatchWait(), handling.batch())
				: NatsListenerEndpoint.of(description, handling.handler());
		return builder.declaredAt(BindingChecks.setting(properties.getBindingName(), "consumer"))
			.replies(false)
			.manual(handling.manual())
			.errorHandler(handling.errorHandler())
			.from(from(own, source))
			.inactiveThreshold(source.ephemeral() ? INACTIVE : null)
			.options((shared) -> options(shared, properties, handling))
			.deadLetters((shared) -> deadLetters(shared, own.getDeadLetter()))
			.build();
	}

	private static @Nullable DeliverFrom from(NatsConsumerProperties own, Source source) {
		if (own.getDeliverFrom() != null) {
			return DeliverFrom.valueOf(own.getDeliverFrom());
		}
		return source.ephemeral() ? DeliverFrom.valueOf("new") : null;
	}

	private static ListenerOptions options(ListenerOptions shared,
			ExtendedConsumerProperties<NatsConsumerProperties> properties, Handling handling) {
		NatsConsumerProperties own = properties.getExtension();
		int fetched = handling.polled() ? 1 : shared.maxInFlight();
		int inFlight = Objects.requireNonNullElse(own.getMaxInFlight(),
				(handling.batch() != null) ? Math.max(fetched, own.getBatchSize()) : fetched);
		return new ListenerOptions(true, new Concurrency(properties.getConcurrency(), properties.getConcurrency()),
				Objects.requireNonNullElse(own.getOrder(), shared.order()), shared.pendingMessages(),
				shared.pendingBytes(), inFlight, Objects.requireNonNullElse(own.getAckWait(), shared.ackWait()),
				Objects.requireNonNullElse(own.getMaxLease(), shared.maxLease()), maxDeliveries(shared, properties),
				shared.idleEventAfter(), shared.shutdownTimeout());
	}

	/**
	 * In batch mode the framework's attempts are deliveries too.
	 */
	private static int maxDeliveries(ListenerOptions shared,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		Integer own = properties.getExtension().getMaxDeliveries();
		if (own != null) {
			return own;
		}
		return (properties.isBatchMode() && properties.getMaxAttempts() > 1) ? properties.getMaxAttempts()
				: shared.maxDeliveries();
	}

	private static @Nullable DeadLetterSettings deadLetters(@Nullable DeadLetterSettings shared,
			NatsDeadLetterProperties own) {
		boolean enabled = (own.getEnabled() != null) ? own.getEnabled() : shared != null;
		if (!enabled) {
			return null;
		}
		DeadLetterSettings base = Objects.requireNonNullElse(shared, DeadLetterSettings.DEFAULTS);
		String stream = Objects.requireNonNullElse(own.getStream(), base.stream());
		String prefix = (own.getStream() != null) ? own.getStream() : base.subjectPrefix();
		return new DeadLetterSettings(stream, Objects.requireNonNullElse(own.getSubjectPrefix(), prefix),
				base.strippedHeaders(), (own.getTtl() != null) ? own.getTtl() : base.ttl());
	}

	/**
	 * The delays between deliveries, by the properties that the framework has for delays
	 * between its attempts.
	 */
	static Backoff backoff(ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		Duration initial = Duration.ofMillis(Math.max(1, properties.getBackOffInitialInterval()));
		Duration max = Duration.ofMillis(properties.getBackOffMaxInterval());
		return new Backoff(initial, Math.max(1, properties.getBackOffMultiplier()),
				(max.compareTo(initial) < 0) ? initial : max, JITTER);
	}

	/**
	 * What becomes of a binding's messages.
	 *
	 * @param handler handles messages one by one
	 * @param batch handles batches, where the binding takes batches
	 * @param manual whether messages are settled by hand
	 * @param polled whether the application asks for them one by one
	 * @param errorHandler decides on failures
	 */
	record Handling(InboundHandler handler, @Nullable Batch batch, boolean manual, boolean polled,
			ErrorHandler errorHandler) {
	}

}

package dev.natsboot.observation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.listener.Batch;
import dev.natsboot.listener.BatchFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes messages that listeners handle, until what is done about a failure is done, or
 * the handler's future is complete. Thread-safe.
 *
 * @since 0.1.0
 */
public class ObservedListeners implements BatchFilter, Ordered {

	private static final NatsReceiverObservationConvention DEFAULT = new DefaultNatsReceiverObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable NatsReceiverObservationConvention convention;

	private final OpenObservations open;

	private final Set<String> batched = ConcurrentHashMap.newKeySet();

	ObservedListeners(ObservationRegistry registry, @Nullable NatsReceiverObservationConvention convention,
			OpenObservations open) {
		this.registry = registry;
		this.convention = convention;
		this.open = open;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		boolean inBatches = this.batched.contains(listener.id());
		NatsObservation documentation = inBatches ? NatsObservation.RECEIVE : NatsObservation.PROCESS;
		return (message) -> {
			Observation observation = documentation.observation(this.convention, DEFAULT,
					() -> new NatsReceiverContext(listener, message, inBatches), this.registry);
			return handle(observation, message, next);
		};
	}

	private @Nullable CompletionStage<?> handle(Observation observation, Message message, InboundHandler next)
			throws Exception {
		observation.start();
		boolean kept = this.open.add(message, observation);
		CompletionStage<?> stage;
		try (Observation.Scope scope = observation.openScope()) {
			stage = next.handle(message);
		}
		catch (Throwable ex) {
			failed(observation, ex, kept);
			throw ex;
		}
		if (stage == null) {
			succeeded(observation, message);
			return null;
		}
		return stage.whenComplete((done, ex) -> {
			if (ex != null) {
				failed(observation, ex, kept);
			}
			else {
				succeeded(observation, message);
			}
		});
	}

	private void succeeded(Observation observation, Message message) {
		this.open.remove(message);
		observation.stop();
	}

	/**
	 * It ends when something was done about the failure.
	 */
	private static void failed(Observation observation, Throwable failure, boolean kept) {
		observation.error(failure);
		if (!kept) {
			observation.stop();
		}
	}

	@Override
	public void aroundFailure(ListenerDescription listener, Message message, Runnable handling) {
		Observation observation = this.open.remove(message);
		if (observation == null) {
			handling.run();
			return;
		}
		try (Observation.Scope scope = observation.openScope()) {
			handling.run();
		}
		finally {
			observation.stop();
		}
	}

	@Override
	public Batch applyToBatch(ListenerDescription listener, Batch next) {
		this.batched.add(listener.id());
		return (messages) -> {
			List<Observation> received = this.open.of(messages);
			Observation observation = NatsObservation.PROCESS.observation(this.convention, DEFAULT,
					() -> new NatsBatchContext(listener, messages, received), this.registry);
			return observation.observeChecked(() -> next.handle(messages));
		};
	}

}

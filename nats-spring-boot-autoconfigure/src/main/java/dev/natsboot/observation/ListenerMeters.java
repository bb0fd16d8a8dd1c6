package dev.natsboot.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.listener.ListenerSnapshot;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerEvent;
import dev.natsboot.listener.NatsListenerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.nats.client.api.ConsumerInfo;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;

/**
 * Meters of listeners and their consumers. What is counted for each message is looked up
 * once for each listener; the rest is read from the listener when it is asked for.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public class ListenerMeters implements InboundFilter, Ordered {

	private final NatsListenerRegistry listeners;

	private final LagSampler lags;

	private final MeterRegistry registry;

	private final Map<String, Counter> recovered = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param listeners the listeners, which need not be there yet
	 * @param lags knows how far consumers lag behind
	 * @param registry the registry
	 */
	public ListenerMeters(NatsListenerRegistry listeners, LagSampler lags, MeterRegistry registry) {
		this.listeners = listeners;
		this.lags = lags;
		this.registry = registry;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		Tags tags = Tags.of(NatsMeter.Names.LISTENER, listener.id(), NatsMeter.Names.SUBJECT, subject(listener),
				NatsMeter.Names.CONNECTION, listener.connection());
		gauge(NatsMeter.LISTENER_RUNNING, listener, tags,
				(snapshot) -> (snapshot.state() == ListenerState.RUNNING) ? 1 : 0);
		gauge(NatsMeter.LISTENER_IN_FLIGHT, listener, tags, ListenerSnapshot::inFlight);
		gauge(NatsMeter.LISTENER_QUEUED, listener, tags, ListenerSnapshot::queued);
		gauge(NatsMeter.LISTENER_LANE_DEPTH, listener, tags, ListenerSnapshot::deepestLane);
		gauge(NatsMeter.LISTENER_WORKERS, listener, tags, ListenerSnapshot::workers);
		if (listener.isJetStream()) {
			registerJetStream(listener, tags);
		}
		return new MeteredHandler(next, process(tags, "success"), process(tags, "failure"),
				listener.isJetStream() ? NatsMeter.LISTENER_REDELIVERED.counter(this.registry, tags) : null);
	}

	private Timer process(Tags tags, String outcome) {
		return NatsMeter.LISTENER_PROCESS.timer(this.registry, tags.and(NatsMeter.Names.OUTCOME, outcome));
	}

	private void registerJetStream(ListenerDescription listener, Tags tags) {
		String id = listener.id();
		this.recovered.put(id, NatsMeter.LISTENER_RECOVERED.counter(this.registry, tags));
		NatsMeter.LISTENER_DEAD_LETTERS.counter(this.registry, tags, this.listeners,
				(all) -> read(id, (snapshot) -> (double) snapshot.deadLetters(), 0.0));
		FunctionTimer
			.builder(NatsMeter.LISTENER_SETTLE.id(), this.listeners, (all) -> read(id, ListenerSnapshot::settled, 0L),
					(all) -> read(id, (snapshot) -> (double) snapshot.settleTime().toNanos(), 0.0),
					TimeUnit.NANOSECONDS)
			.tags(tags)
			.description(NatsMeter.LISTENER_SETTLE.description())
			.register(this.registry);
		if (listener.durable() != null) {
			Tags durable = tags.and(NatsMeter.Names.DURABLE, listener.durable());
			consumer(NatsMeter.CONSUMER_PENDING, id, durable, ConsumerInfo::getNumPending);
			consumer(NatsMeter.CONSUMER_ACK_PENDING, id, durable, ConsumerInfo::getNumAckPending);
			consumer(NatsMeter.CONSUMER_REDELIVERED, id, durable, ConsumerInfo::getRedelivered);
			NatsMeter.CONSUMER_LAG.gauge(this.registry, durable, () -> this.lags.lagNanos(id));
		}
	}

	private void gauge(NatsMeter meter, ListenerDescription listener, Tags tags,
			ToDoubleFunction<ListenerSnapshot> figure) {
		meter.gauge(this.registry, tags, () -> read(listener.id(), figure::applyAsDouble, Double.NaN));
	}

	private void consumer(NatsMeter meter, String id, Tags tags, ToDoubleFunction<ConsumerInfo> figure) {
		meter.gauge(this.registry, tags, () -> read(id, (snapshot) -> {
			ConsumerInfo consumer = snapshot.consumer();
			// nobody looks at it while the listener is not served
			return (consumer != null && snapshot.state() == ListenerState.RUNNING) ? figure.applyAsDouble(consumer)
					: Double.NaN;
		}, Double.NaN));
	}

	private <T> T read(String id, Function<ListenerSnapshot, T> figure, T unknown) {
		return this.listeners.find(id).map(NatsListenerContainer::snapshot).map(figure).orElse(unknown);
	}

	private static String subject(ListenerDescription listener) {
		return listener.subjects().isEmpty() ? ">" : String.join(",", listener.subjects());
	}

	/**
	 * Counts what the watchdog did.
	 * @param event says for which listener
	 */
	@EventListener
	public void onRecovered(NatsListenerEvent.Recovered event) {
		Counter counter = this.recovered.get(event.listener().id());
		if (counter != null) {
			counter.increment();
		}
	}

}

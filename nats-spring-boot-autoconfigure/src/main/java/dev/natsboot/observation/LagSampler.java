package dev.natsboot.observation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.JetStreamInquiry;
import dev.natsboot.listener.ListenerSnapshot;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogAccessor;

/**
 * Asks from time to time how old the oldest unsettled message of each consumer is, so
 * that nobody waits when meters are read. Has no thread of its own. Thread-safe.
 *
 * @since 0.1.0
 */
public class LagSampler implements SmartLifecycle {

	private static final LogAccessor logger = new LogAccessor(LagSampler.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** How many rounds a sample counts. */
	private static final int VALID_ROUNDS = 4;

	/** How many rounds a consumer is left alone whose server does not tell. */
	private static final int REFUSED_ROUNDS = 20;

	private final NatsConnections connections;

	private final NatsListenerRegistry listeners;

	private final Duration interval;

	private final Map<String, Sample> samples = new ConcurrentHashMap<>();

	private volatile @Nullable Object life;

	/**
	 * Creates it.
	 * @param connections the connections
	 * @param listeners the listeners
	 * @param interval how often to ask, above zero
	 */
	public LagSampler(NatsConnections connections, NatsListenerRegistry listeners, Duration interval) {
		this.connections = connections;
		this.listeners = listeners;
		this.interval = interval;
	}

	/**
	 * The age of the oldest message that a listener's consumer has not settled.
	 * @param listener the listener's id
	 * @return nanoseconds, or {@link Double#NaN} if that is not known
	 */
	double lagNanos(String listener) {
		Sample sample = this.samples.get(listener);
		return (sample == null || sample.isOlderThan(VALID_ROUNDS, this.interval)) ? Double.NaN : sample.lag();
	}

	@Override
	public void start() {
		Object begun = new Object();
		this.life = begun;
		schedule(begun);
	}

	@Override
	public void stop() {
		this.life = null;
	}

	@Override
	public boolean isRunning() {
		return this.life != null;
	}

	private void schedule(Object begun) {
		CompletableFuture.delayedExecutor(this.interval.toNanos(), TimeUnit.NANOSECONDS).execute(() -> round(begun));
	}

	private void round(Object begun) {
		if (this.life != begun) {
			return;
		}
		try {
			for (NatsListenerContainer container : this.listeners.containers()) {
				sample(container.snapshot());
			}
		}
		catch (RuntimeException ex) {
			logger.debug(ex, "A round of lag sampling failed");
		}
		schedule(begun);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void sample(ListenerSnapshot snapshot) {
		ListenerDescription listener = snapshot.listener();
		ConsumerInfo consumer = snapshot.consumer();
		NatsConnectionPool pool = this.connections.pool(listener.connection());
		Sample before = this.samples.get(listener.id());
		if (consumer == null || snapshot.state() != ListenerState.RUNNING || !pool.isConnected()
				|| (before != null && before.isRefusal() && !before.isOlderThan(REFUSED_ROUNDS, this.interval))) {
			return;
		}
		new JetStreamInquiry(pool.connection(listener.id()), TIMEOUT).lag(consumer)
			.whenComplete((lag, failure) -> this.samples.put(listener.id(),
					new Sample((lag != null) ? lag.toNanos() : Double.NaN, System.nanoTime())));
	}

	/**
	 * An answer.
	 *
	 * @param lag nanoseconds, or NaN for none
	 * @param at when it came
	 */
	private record Sample(double lag, long at) {

		boolean isRefusal() {
			return Double.isNaN(this.lag);
		}

		boolean isOlderThan(int rounds, Duration interval) {
			return System.nanoTime() - this.at > interval.toNanos() * rounds;
		}

	}

}

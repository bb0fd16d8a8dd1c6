package dev.natsboot.observation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.context.event.EventListener;

/**
 * Meters of connections, read from their pools when they are asked for. Thread-safe.
 *
 * @since 0.1.0
 */
public class ConnectionMeters {

	private final Map<String, Counter> slowConsumers = new ConcurrentHashMap<>();

	/**
	 * Registers the meters of all pools.
	 * @param connections the pools
	 * @param registry the registry
	 */
	public ConnectionMeters(NatsConnections connections, MeterRegistry registry) {
		connections.pools().forEach((pool) -> register(pool, registry));
	}

	private void register(NatsConnectionPool pool, MeterRegistry registry) {
		Tags tags = Tags.of(NatsMeter.Names.CONNECTION, pool.name());
		NatsMeter.CONNECTION_POOL_SIZE.gauge(registry, tags, () -> pool.snapshot().size());
		NatsMeter.CONNECTION_POOL_IN_USE.gauge(registry, tags, () -> pool.snapshot().inUse());
		NatsMeter.CONNECTION_CONNECTED.gauge(registry, tags, () -> pool.snapshot().connected());
		NatsMeter.CONNECTION_RTT.gauge(registry, tags, () -> longestRoundTrip(pool));
		count(NatsMeter.CONNECTION_RECONNECTS, pool, registry, tags, ConnectionSnapshot::reconnects);
		count(NatsMeter.CONNECTION_REBUILDS, pool, registry, tags, ConnectionSnapshot::rebuilds);
		count(NatsMeter.CONNECTION_DROPPED, pool, registry, tags, ConnectionSnapshot::dropped);
		Tags in = tags.and(NatsMeter.Names.DIRECTION, "in");
		Tags out = tags.and(NatsMeter.Names.DIRECTION, "out");
		count(NatsMeter.CONNECTION_MESSAGES, pool, registry, in, ConnectionSnapshot::inMessages);
		count(NatsMeter.CONNECTION_MESSAGES, pool, registry, out, ConnectionSnapshot::outMessages);
		count(NatsMeter.CONNECTION_BYTES, pool, registry, in, ConnectionSnapshot::inBytes);
		count(NatsMeter.CONNECTION_BYTES, pool, registry, out, ConnectionSnapshot::outBytes);
		this.slowConsumers.put(pool.name(), NatsMeter.CONNECTION_SLOW_CONSUMERS.counter(registry, tags));
	}

	private static void count(NatsMeter meter, NatsConnectionPool pool, MeterRegistry registry, Tags tags,
			ToLongFunction<ConnectionSnapshot> figure) {
		PoolTotal total = new PoolTotal(figure);
		meter.counter(registry, tags, pool, (of) -> total.of(of.snapshot()));
	}

	private static double longestRoundTrip(NatsConnectionPool pool) {
		return pool.snapshot()
			.connections()
			.stream()
			.map(ConnectionSnapshot::roundTrip)
			.filter(Objects::nonNull)
			.mapToDouble(Duration::toNanos)
			.max()
			.orElse(Double.NaN);
	}

	/**
	 * Counts slow consumers.
	 * @param event says which
	 */
	@EventListener
	public void onSlowConsumer(NatsConnectionEvent.SlowConsumer event) {
		Counter counter = this.slowConsumers.get(event.pool());
		if (counter != null) {
			counter.increment();
		}
	}

}

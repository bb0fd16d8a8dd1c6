package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.PoolSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of one pool of connections: up while at least one of them has a server. Reads
 * what the pool knows and asks no server.
 *
 * @since 0.1.0
 */
public class NatsHealthIndicator extends AbstractHealthIndicator {

	private final NatsConnectionPool pool;

	/**
	 * Create an indicator.
	 * @param pool the pool that it tells about
	 */
	public NatsHealthIndicator(NatsConnectionPool pool) {
		super("The health of a NATS connection could not be read");
		this.pool = pool;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		PoolSnapshot snapshot = this.pool.snapshot();
		builder.status((snapshot.connected() > 0) ? Status.UP : Status.DOWN);
		List<ConnectionSnapshot> connections = snapshot.connections();
		if (connections.size() == 1) {
			builder.withDetails(details(connections.get(0)));
		}
		else {
			builder.withDetail("connections", connections.stream().map(NatsHealthIndicator::details).toList());
		}
		builder.withDetail("pool", figures(snapshot));
	}

	static Map<String, Object> details(ConnectionSnapshot connection) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("name", connection.name());
		details.put("state", connection.state());
		putIfKnown(details, "url", connection.serverUrl());
		putIfKnown(details, "server", connection.serverName());
		putIfKnown(details, "version", connection.serverVersion());
		putIfKnown(details, "cluster", connection.cluster());
		if (connection.serverName() != null) {
			details.put("jetStream", connection.jetStreamAvailable());
		}
		if (connection.roundTrip() != null) {
			details.put("roundTripMicros", connection.roundTrip().toNanos() / 1000);
		}
		if (connection.outage() != null) {
			details.put("servers", connection.outage().servers());
			if (connection.outage().since() != null) {
				details.put("since", connection.outage().since().toString());
			}
			putIfKnown(details, "lastError", connection.outage().lastError());
		}
		details.put("reconnects", connection.reconnects());
		details.put("rebuilds", connection.rebuilds());
		return details;
	}

	private static void putIfKnown(Map<String, Object> details, String key, @Nullable Object value) {
		if (value != null) {
			details.put(key, value);
		}
	}

	static Map<String, Object> figures(PoolSnapshot snapshot) {
		Map<String, Object> figures = new LinkedHashMap<>();
		figures.put("size", snapshot.size());
		figures.put("min", snapshot.minSize());
		figures.put("max", snapshot.maxSize());
		figures.put("connected", snapshot.connected());
		figures.put("inUse", snapshot.inUse());
		figures.put("grown", snapshot.grown());
		figures.put("retired", snapshot.retired());
		return figures;
	}

}

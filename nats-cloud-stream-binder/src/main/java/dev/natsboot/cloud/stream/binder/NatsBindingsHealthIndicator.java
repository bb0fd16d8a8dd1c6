package dev.natsboot.cloud.stream.binder;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the bindings: down while a connection of the binder has no server, or a
 * consumer binding that should be served is not. One that the application stopped or
 * paused is as it should be. Asks no server.
 */
final class NatsBindingsHealthIndicator extends AbstractHealthIndicator {

	private final NatsConnections connections;

	private final BinderListeners listeners;

	NatsBindingsHealthIndicator(NatsConnections connections, BinderListeners listeners) {
		super("The health of the NATS bindings could not be read");
		this.connections = connections;
		this.listeners = listeners;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (NatsConnectionPool pool : this.connections.pools()) {
			if (!pool.isConnected()) {
				builder.down().withDetail("connection " + pool.name(), "no server");
			}
		}
		for (NatsListenerContainer container : this.listeners.containers()) {
			ListenerState state = container.state();
			if (state == ListenerState.WAITING || state == ListenerState.FAILED) {
				builder.down();
			}
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("state", state);
			String waitingFor = container.waitingFor();
			if (waitingFor != null) {
				details.put("waitingFor", waitingFor);
			}
			details.put("connection", container.description().connection());
			details.put("subjects", container.description().subjects());
			builder.withDetail(container.description().id(), details);
		}
	}

}

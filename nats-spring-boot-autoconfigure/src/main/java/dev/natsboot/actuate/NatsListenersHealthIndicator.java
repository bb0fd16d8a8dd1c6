package dev.natsboot.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of listeners: down while one that should be served is not, because it waits for
 * its connection, stream, consumer or permission, or was stopped by its error handler.
 * One that the application stopped or paused is as it should be. Reads states and asks no
 * server.
 *
 * @since 0.1.0
 */
public class NatsListenersHealthIndicator extends AbstractHealthIndicator {

	private final NatsListenerRegistry registry;

	/**
	 * Creates an indicator.
	 * @param registry the listeners
	 */
	public NatsListenersHealthIndicator(NatsListenerRegistry registry) {
		super("The health of the NATS listeners could not be read");
		this.registry = registry;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (NatsListenerContainer container : this.registry.containers()) {
			ListenerState state = container.state();
			if (state == ListenerState.WAITING || state == ListenerState.FAILED) {
				builder.down();
			}
			builder.withDetail(container.description().id(), details(container, state));
		}
	}

	private static Map<String, Object> details(NatsListenerContainer container, ListenerState state) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", state);
		String waitingFor = container.waitingFor();
		if (waitingFor != null) {
			details.put("waitingFor", waitingFor);
		}
		Instant pausedUntil = container.pausedUntil();
		if (pausedUntil != null) {
			details.put("pausedUntil", pausedUntil);
		}
		details.put("connection", container.description().connection());
		details.put("subjects", container.description().subjects());
		return details;
	}

}

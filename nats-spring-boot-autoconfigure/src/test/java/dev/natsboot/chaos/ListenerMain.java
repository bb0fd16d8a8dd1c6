package dev.natsboot.chaos;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerEvent;
import dev.natsboot.listener.NatsListenerRegistry;
import dev.natsboot.once.ExactlyOnce;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application with two listeners, one of them with effects in a database that happen
 * exactly once, in a process of its own. It reports each message and each change of its
 * health on its standard output, and ends with its standard input.
 */
public final class ListenerMain {

	static final String REPORT = "@ ";

	static final String HANDLED = "handled";

	static final String HEALTH = "health";

	static final String WAITING = "waiting";

	private ListenerMain() {
	}

	public static void main(String[] args) throws IOException {
		String name = args[0];
		TestApplication.Builder builder = settings(TestApplication.with(Handler.class, Once.class, Reporter.class),
				name)
			.property("spring.datasource.url", args[2])
			.property("spring.datasource.username", "sa")
			.property("nats.once.jdbc.initialize-schema", "always");
		TestApplication application = builder.start(args[1].split(","));
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		timer.scheduleWithFixedDelay(application.bean(Reporter.class)::health, 0, 10, TimeUnit.MILLISECONDS);
		while (System.in.read() >= 0) {
			// nothing is ever sent: the end of this stream is the end of the test
		}
		timer.shutdownNow();
		application.close();
		System.exit(0);
	}

	/**
	 * What publisher and listeners have in common: they notice and recover fast.
	 */
	static TestApplication.Builder settings(TestApplication.Builder builder, String name) {
		return builder.property("nats.connection-name", name)
			.property("nats.reconnect.initial", "50ms")
			.property("nats.reconnect.max", "500ms")
			.property("nats.ping-interval", "500ms")
			.property("nats.pool.health-check-interval", "1s")
			.property("nats.listener.ack-wait", Chaos.ACK_WAIT.toMillis() + "ms")
			.property("nats.listener.retry.initial", "50ms")
			.property("logging.level.root", "warn")
			.property("logging.level.dev.natsboot", "info");
	}

	private static void report(String kind, Object... fields) {
		StringBuilder line = new StringBuilder(REPORT).append(kind);
		for (Object field : fields) {
			line.append(' ').append(field);
		}
		System.out.println(line);
	}

	static class Handler {

		@NatsListener(id = "chaos", subjects = Chaos.SUBJECT, durable = Chaos.DURABLE)
		void handle(String id) {
			report(HANDLED, id, System.currentTimeMillis());
		}

	}

	static class Once {

		private final JdbcTemplate jdbc;

		Once(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(id = "once", subjects = Chaos.ONCE_SUBJECT, durable = Chaos.ONCE_DURABLE)
		void handle(String id) {
			this.jdbc.update("INSERT INTO EFFECT VALUES (?)", id);
			report(HANDLED, id, System.currentTimeMillis());
		}

	}

	static class Reporter {

		private final NatsConnections connections;

		private final ObjectProvider<NatsListenerRegistry> listeners;

		private final HealthIndicator connectionHealth;

		private final HealthIndicator listenerHealth;

		private String last = "";

		Reporter(NatsConnections connections, ObjectProvider<NatsListenerRegistry> listeners,
				HealthContributor natsHealthContributor, HealthContributor natsListenersHealthContributor) {
			this.connections = connections;
			this.listeners = listeners;
			this.connectionHealth = (HealthIndicator) ((CompositeHealthContributor) natsHealthContributor)
				.getContributor("default");
			this.listenerHealth = (HealthIndicator) natsListenersHealthContributor;
		}

		@EventListener
		void waiting(NatsListenerEvent.Waiting event) {
			report(WAITING, event.reason());
		}

		void health() {
			ConnectionSnapshot connection = this.connections.pool("default").snapshot().connections().get(0);
			String now = this.connectionHealth.health().getStatus() + " " + this.listenerHealth.health().getStatus()
					+ " " + this.listeners.getObject().find("chaos").map(NatsListenerContainer::state).orElseThrow()
					+ " " + connection.serverName();
			if (!now.equals(this.last)) {
				this.last = now;
				report(HEALTH, now);
			}
		}

	}

}

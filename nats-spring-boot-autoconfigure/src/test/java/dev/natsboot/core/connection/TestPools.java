package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import dev.natsboot.core.Backoff;
import io.nats.client.Options;
import io.nats.client.Options.ReconnectDelayBehavior;

/**
 * Pools for tests: fast to notice, fast to come back.
 */
final class TestPools implements AutoCloseable {

	static final ReconnectBackoff BACKOFF = new ReconnectBackoff(
			new Backoff(Duration.ofMillis(20), 2, Duration.ofMillis(200), 0));

	final List<NatsConnectionEvent> events = new CopyOnWriteArrayList<>();

	final NatsPoolDefinition definition;

	final NatsConnections connections;

	TestPools(NatsPoolSettings settings, UnaryOperator<Options.Builder> options, String... servers) {
		ConnectionOptionsSource source = (name) -> options
			.apply(Options.builder()
				.connectionName(name)
				.servers(servers)
				.noRandomize()
				.maxReconnects(-1)
				.connectionTimeout(Duration.ofSeconds(10))
				.reconnectDelayBehavior(ReconnectDelayBehavior.BeforeAllRounds)
				.reconnectDelayHandler(BACKOFF))
			.build();
		this.definition = new NatsPoolDefinition(NatsConnections.DEFAULT_NAME, "test", settings, source);
		this.connections = new NatsConnections(List.of(this.definition), this.events::add, Duration.ofSeconds(10));
	}

	TestPools(String... servers) {
		this(settings(1, 1), UnaryOperator.identity(), servers);
	}

	static NatsPoolSettings settings(int minSize, int maxSize) {
		return settings(minSize, maxSize, Duration.ofSeconds(10));
	}

	static NatsPoolSettings settings(int minSize, int maxSize, Duration healthCheckInterval) {
		return new NatsPoolSettings(minSize, maxSize, Duration.ofMillis(300), healthCheckInterval, StartPolicy.RETRY,
				BACKOFF);
	}

	NatsConnectionPool pool() {
		return this.connections.pool(NatsConnections.DEFAULT_NAME);
	}

	TestPools start() {
		this.connections.start();
		return this;
	}

	<E extends NatsConnectionEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	@Override
	public void close() {
		this.connections.stop();
	}

}

package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsConnectionPool}: its size and how it chooses.
 */
@Timeout(120)
class NatsConnectionPoolTests {

	private static final Duration OFTEN = Duration.ofMillis(50);

	private static EmbeddedNatsServer server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static TestPools pools(int minSize, int maxSize) {
		return new TestPools(TestPools.settings(minSize, maxSize, OFTEN), UnaryOperator.identity(), server.url())
			.start();
	}

	@Test
	void oneConnectionServesAllSubjects() {
		try (TestPools pools = pools(1, 1)) {
			Connection connection = pools.pool().connection("a");
			assertThat(pools.pool().connection("b")).isSameAs(connection);
			assertThat(connection.getOptions().getConnectionName()).isEqualTo("test");
		}
	}

	@Test
	void aSubjectStaysWithItsConnectionAndSubjectsAreSpread() {
		try (TestPools pools = pools(3, 3)) {
			Map<String, Connection> chosen = choose(pools, 300);
			assertThat(new HashSet<>(chosen.values())).hasSize(3);
			assertThat(choose(pools, 300)).isEqualTo(chosen);
			Map<Connection, Integer> counts = new LinkedHashMap<>();
			chosen.values().forEach((connection) -> counts.merge(connection, 1, Integer::sum));
			assertThat(counts.values()).allSatisfy((count) -> assertThat(count).isBetween(60, 140));
		}
	}

	@Test
	void onlySubjectsOfALostConnectionMove() throws Exception {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(TestPools.settings(3, 3), UnaryOperator.identity(), own.url())
					.start()) {
			Map<String, Connection> before = choose(pools, 100);
			Connection lost = before.get("subject.0");
			Set<Connection> others = new HashSet<>(before.values());
			others.remove(lost);
			lost.close();
			eventually().untilAsserted(() -> assertThat(pools.pool().connection("subject.0")).isNotSameAs(lost));
			choose(pools, 100).forEach((subject, connection) -> {
				if (before.get(subject) != lost) {
					assertThat(connection).isSameAs(before.get(subject));
				}
			});
			eventually().until(() -> pools.pool().snapshot().connected() == 3);
			// once replaced, the subjects are back in the same place
			choose(pools, 100).forEach((subject, connection) -> {
				if (before.get(subject) == lost) {
					assertThat(others).doesNotContain(connection);
				}
			});
		}
	}

	@Test
	void growsWhenBytesWaitAndShrinksWhenIdle() {
		try (TestPools pools = pools(1, 3)) {
			Connection permanent = pools.pool().connection("a");
			AtomicBoolean publishing = new AtomicBoolean(true);
			byte[] payload = new byte[512 * 1024];
			CompletableFuture<?> publisher = CompletableFuture.runAsync(() -> {
				while (publishing.get()) {
					for (int i = 0; i < 10; i++) {
						publish(pools.pool().connection("load." + i), payload);
					}
				}
			});
			eventually().until(() -> pools.pool().snapshot().size() == 3);
			eventually().until(() -> pools.pool().snapshot().grown() >= 2);
			publishing.set(false);
			publisher.join();
			eventually().until(() -> pools.pool().snapshot().size() == 1);
			assertThat(pools.pool().snapshot().retired()).isGreaterThanOrEqualTo(2);
			assertThat(pools.pool().connection("a")).isSameAs(permanent);
			// late probes under load are no reason to leave a server
			assertThat(pools.events(NatsConnectionEvent.Disconnected.class)).isEmpty();
			// those that are retired leave the server too
			eventually().until(() -> server.connections().stream().filter((name) -> name.startsWith("test-")).count(),
					(count) -> count == 0);
		}
	}

	@Test
	void anUnknownNameIsToldWithThoseThatExist() {
		try (TestPools pools = new TestPools(server.url())) {
			assertThatExceptionOfType(NatsConfigurationException.class)
				.isThrownBy(() -> pools.connections.pool("other"))
				.withMessageContaining("'other'")
				.satisfies((ex) -> assertThat(ex.getAction()).contains("default"));
		}
	}

	@Test
	void roundTripIsMeasured() {
		try (TestPools pools = pools(1, 1)) {
			eventually().until(() -> pools.pool().snapshot().connections().get(0).roundTrip() != null);
		}
	}

	@Test
	void heartbeatsAreNoUse() {
		try (TestPools pools = pools(1, 1)) {
			eventually().until(() -> pools.pool().snapshot().connections().get(0).roundTrip() != null);
			long sent = pools.pool().snapshot().connections().get(0).outMessages();
			eventually().until(() -> pools.pool().snapshot().connections().get(0).outMessages() > sent + 5);
			eventually().until(() -> pools.pool().snapshot().inUse() == 0);
		}
	}

	private static void publish(Connection connection, byte[] payload) {
		try {
			connection.publish("load", payload);
		}
		catch (IllegalStateException ex) {
			// the queue is full, which is what this is about
		}
	}

	private static Map<String, Connection> choose(TestPools pools, int subjects) {
		Map<String, Connection> chosen = new LinkedHashMap<>();
		for (int i = 0; i < subjects; i++) {
			chosen.put("subject." + i, pools.pool().connection("subject." + i));
		}
		return chosen;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

}

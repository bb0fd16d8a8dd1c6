package dev.natsboot.core.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsConnectionEvent}s.
 */
@Timeout(120)
class ConnectionEventTests {

	@Test
	void aServerThatIsAboutToShutDownIsLeft() {
		try (EmbeddedNatsServer first = EmbeddedNatsServer.builder()
			.lameDuck(Duration.ofSeconds(20), Duration.ofSeconds(40))
			.start();
				EmbeddedNatsServer second = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(first.url(), second.url()).start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			first.lameDuck();
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.LameDuck.class)).singleElement()
					.satisfies((event) -> assertThat(event.moving()).isTrue()));
			eventually().until(() -> second.url().equals(pools.pool().snapshot().connections().get(0).serverUrl()));
			assertThat(first.isRunning()).isTrue();
			eventually().untilAsserted(
					() -> assertThat(follower.calls).containsExactly("connected", "disconnected", "reconnected"));
			first.kill();
		}
	}

	@Test
	void theOnlyServerIsNotLeftBeforeItGoes() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.lameDuck(Duration.ofSeconds(20), Duration.ofSeconds(40))
			.start(); TestPools pools = new TestPools(server.url()).start()) {
			server.lameDuck();
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.LameDuck.class)).singleElement()
					.satisfies((event) -> assertThat(event.moving()).isFalse()));
			assertThat(pools.pool().isConnected()).isTrue();
			server.kill();
		}
	}

	@Test
	void aSlowConsumerIsTold() {
		CountDownLatch release = new CountDownLatch(1);
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			Connection connection = pools.pool().connection("a");
			Dispatcher dispatcher = connection.createDispatcher((message) -> release.await());
			dispatcher.setPendingLimits(1, 1000);
			dispatcher.subscribe("a");
			for (int i = 0; i < 100; i++) {
				connection.publish("a", "x".getBytes(StandardCharsets.UTF_8));
			}
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.SlowConsumer.class)).isNotEmpty());
			release.countDown();
		}
	}

	@Test
	void anErrorOfTheServerIsTold() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { users: [ { user: app, password: secret, permissions: "
					+ "{ publish: { deny: \"forbidden\" } } }, { user: admin, password: admin } ] }")
			.clientUser("admin", "admin")
			.start(); TestPools pools = new TestPools(server.url().replace("://", "://app:secret@")).start()) {
			pools.pool().connection("a").publish("forbidden", new byte[0]);
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.ServerError.class)).singleElement()
					.satisfies((event) -> assertThat(event.error()).containsIgnoringCase("permissions violation")));
			assertThat(pools.events).allSatisfy((event) -> {
				assertThat(event.toString()).doesNotContain("secret");
				assertThat(event.pool()).isEqualTo("default");
				assertThat(event.connection()).isEqualTo("test");
				assertThat(event.server()).isEqualTo(server.url());
			});
		}
	}

	@Test
	void listenersSetInTheOptionsAreStillCalled() {
		AtomicInteger events = new AtomicInteger();
		AtomicInteger errors = new AtomicInteger();
		UnaryOperator<Options.Builder> customizer = (options) -> options.connectionListener(counting(events))
			.errorListener(new ErrorListener() {

				@Override
				public void errorOccurred(Connection connection, String error) {
					errors.incrementAndGet();
				}

			});
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { users: [ { user: app, password: app, permissions: "
					+ "{ publish: { deny: \"forbidden\" } } }, { user: admin, password: admin } ] }")
			.clientUser("admin", "admin")
			.start();
				TestPools pools = new TestPools(TestPools.settings(1, 1), customizer,
						server.url().replace("://", "://app:app@"))
					.start()) {
			pools.pool().connection("a").publish("forbidden", new byte[0]);
			eventually().untilAtomic(errors, Matchers.equalTo(1));
			eventually().until(() -> events.get() > 0);
		}
	}

	@Test
	void noThreadStaysWhenAllIsStopped() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			TestPools pools = new TestPools(server.url()).start();
			pools.close();
			eventually().until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.map(Thread::getName)
				.filter((name) -> name.startsWith("nats-clock-") || name.startsWith("nats-worker-"))
				.toList(), List::isEmpty);
		}
	}

	private static ConnectionListener counting(AtomicInteger counter) {
		return new ConnectionListener() {

			@Override
			@Deprecated
			public void connectionEvent(Connection connection, Events type) {
				counter.incrementAndGet();
			}

		};
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

}

package dev.natsboot.core.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import dev.natsboot.RawMessage;
import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what becomes of connections and of those who follow them when servers and
 * clients fail.
 */
@Timeout(120)
class ConnectionFaultTests {

	@Test
	void followersAreToldBeforeFollowReturns() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			Follower follower = new Follower("a");
			NatsConnectionPool.Registration registration = pools.pool().follow("a", follower);
			assertThat(follower.calls).containsExactly("connected");
			assertThat(follower.threads).containsExactly(Thread.currentThread());
			registration.close();
			registration.close();
		}
	}

	@Test
	void aServerThatStartsLateIsFound() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start(); TestPools pools = new TestPools(server.url())) {
			server.kill();
			pools.start();
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			assertThat(follower.calls).isEmpty();
			assertThat(pools.pool().isConnected()).isFalse();
			assertThatExceptionOfType(NatsNotConnectedException.class).isThrownBy(() -> pools.pool().connection("a"));
			server.restart();
			eventually().untilAsserted(() -> assertThat(follower.calls).containsExactly("connected"));
			assertDelivers(pools, follower);
			assertThat(pools.events(NatsConnectionEvent.Connected.class)).hasSize(1);
		}
	}

	@Test
	void theApplicationStaysAliveWhileNoServerIsThere() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		Set<Thread> keepAlive;
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start(); TestPools pools = new TestPools(server.url())) {
			server.kill();
			pools.start();
			keepAlive = Thread.getAllStackTraces().keySet();
			keepAlive.removeAll(before);
			keepAlive.removeIf((thread) -> thread.isDaemon() || !thread.getName().equals("nats-keep-alive"));
			assertThat(keepAlive).hasSize(1);
		}
		eventually().until(() -> keepAlive.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void aRestartedServerIsReachedAgainWithSubscriptions() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			Connection connection = pools.pool().connection("a");
			server.kill();
			// several attempts fail, each of them reported by the client
			eventually().until(() -> connection.getStatistics().getExceptions() > 3);
			server.restart();
			eventually().untilAsserted(
					() -> assertThat(follower.calls).containsExactly("connected", "disconnected", "reconnected"));
			assertDelivers(pools, follower);
			assertThat(pools.pool().connection("a")).isSameAs(connection);
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.Reconnected.class)).hasSize(1));
			assertThat(pools.events(NatsConnectionEvent.Disconnected.class)).hasSize(1);
			assertThat(pools.pool().snapshot().connections().get(0).reconnects()).isEqualTo(1);
		}
	}

	@Test
	void aClientThatStopsToReadIsConnectedAnewAtOnce() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(TestPools.settings(1, 1, Duration.ofHours(1)),
						(options) -> options.pingInterval(Duration.ofHours(1))
							.dataPortType(SocketDataPortWithWriteTimeout.class.getName()),
						server.url())
					.start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			for (int i = 1; i <= 2; i++) {
				List<String> calls = List.copyOf(follower.calls);
				// the server knows the subscription before another client publishes
				RoundTrips.flush(pools.pool().connection("a"), Duration.ofSeconds(20));
				RawMessage.publish(server.port(), "a", "NATS/1.0\r\nA b: c\r\n\r\n", "");
				eventually().until(() -> follower.calls.size() == calls.size() + 2);
				int failures = i;
				eventually().until(() -> pools.events(NatsConnectionEvent.ReaderFailed.class).size() == failures);
				assertThat(pools.events(NatsConnectionEvent.ReaderFailed.class).get(i - 1).error())
					.contains("IllegalArgumentException");
			}
			assertThat(follower.calls).containsExactly("connected", "disconnected", "reconnected", "disconnected",
					"reconnected");
			assertDelivers(pools, follower);
		}
	}

	@Test
	void aClientClosedForGoodIsReplaced() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			Connection connection = pools.pool().connection("a");
			connection.close();
			eventually().untilAsserted(
					() -> assertThat(follower.calls).containsExactly("connected", "disconnected", "connected"));
			assertThat(pools.pool().connection("a")).isNotSameAs(connection);
			assertDelivers(pools, follower);
			eventually().untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.Rebuilt.class)).hasSize(1));
			assertThat(pools.events(NatsConnectionEvent.Closed.class)).singleElement()
				.satisfies((event) -> assertThat(event.expected()).isFalse());
			assertThat(pools.pool().snapshot().connections().get(0).rebuilds()).isEqualTo(1);
		}
	}

	@Test
	void credentialsRefusedTwiceWhileRunningEndNothing() {
		try (SwitchingServer server = new SwitchingServer();
				TestPools pools = new TestPools(TestPools.settings(1, 1),
						(options) -> options.userInfo("app", "right").connectionTimeout(Duration.ofSeconds(2)),
						server.url())
					.start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			Connection connection = pools.pool().connection("a");
			server.restartWithPassword("wrong");
			// the client gives up for good after the second refusal
			eventually().until(() -> connection.getStatus() == Connection.Status.CLOSED);
			eventually()
				.untilAsserted(() -> assertThat(pools.events(NatsConnectionEvent.ServerError.class)).isNotEmpty());
			server.restartWithPassword("right");
			eventually().until(() -> pools.pool().isConnected());
			eventually().untilAsserted(
					() -> assertThat(follower.calls).containsExactly("connected", "disconnected", "connected"));
			assertDelivers(pools, follower);
		}
	}

	@Test
	void aFrozenServerIsLeftForAnother() {
		try (EmbeddedNatsServer first = EmbeddedNatsServer.start();
				EmbeddedNatsServer second = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(TestPools.settings(1, 1, Duration.ofMillis(100)),
						(options) -> options.connectionTimeout(Duration.ofSeconds(1)), first.url(), second.url())
					.start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			assertThat(pools.pool().snapshot().connections().get(0).serverUrl()).isEqualTo(first.url());
			first.pause();
			eventually().untilAsserted(() -> {
				assertThat(pools.pool().snapshot().connections().get(0).serverUrl()).isEqualTo(second.url());
				assertThat(follower.calls).containsExactly("connected", "disconnected", "reconnected");
			});
			assertDelivers(pools, follower);
			first.resume();
		}
	}

	@Test
	void aJitterOfZeroDoesNotEndReconnecting() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(TestPools.settings(1, 1),
						(options) -> options.reconnectDelayHandler(null)
							.reconnectJitter(Duration.ZERO)
							.reconnectJitterTls(Duration.ZERO)
							.reconnectWait(Duration.ofMillis(20)),
						server.url())
					.start()) {
			Connection connection = pools.pool().connection("a");
			server.kill();
			eventually().until(() -> connection.getStatistics().getExceptions() > 3);
			server.restart();
			eventually().until(() -> pools.pool().isConnected());
			assertThat(pools.pool().connection("a")).isSameAs(connection);
		}
	}

	@Test
	void figuresDoNotWaitDuringAnOutage() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(TestPools.settings(1, 2, Duration.ofMillis(50)), (options) -> options,
						server.url())
					.start()) {
			server.kill();
			eventually().until(() -> !pools.pool().isConnected());
			// asked of the client, the pending bytes would be told only after the outage
			PoolSnapshot snapshot = pools.pool().snapshot();
			assertThat(snapshot.connections().get(0).state()).isEqualTo(ConnectionSnapshot.State.RECONNECTING);
			assertThat(snapshot.connected()).isZero();
		}
	}

	@Test
	void aSlowListenerOfEventsDelaysNoConnection() {
		CountDownLatch release = new CountDownLatch(1);
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start(); TestPools pools = new TestPools(server.url())) {
			NatsConnections connections = new NatsConnections(List.of(pools.definition),
					(event) -> awaitUninterruptibly(release), Duration.ofSeconds(10));
			try {
				connections.start();
				Follower follower = new Follower("a");
				connections.pool("default").follow("a", follower);
				server.kill();
				eventually().until(() -> !connections.pool("default").isConnected());
				server.restart();
				eventually().untilAsserted(() -> assertThat(follower.calls).endsWith("reconnected"));
			}
			finally {
				release.countDown();
				connections.stop();
			}
		}
	}

	@Test
	void stoppedConnectionsCanBeStartedAgain() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			Follower follower = new Follower("a");
			pools.pool().follow("a", follower);
			pools.connections.stop();
			assertThatExceptionOfType(NatsNotConnectedException.class).isThrownBy(() -> pools.pool().connection("a"))
				.withMessageContaining("stopped");
			pools.connections.start();
			assertThat(follower.calls).containsExactly("connected", "connected");
			assertDelivers(pools, follower);
		}
	}

	@Test
	void usedBeforeTheStartConnectsAtOnce() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start(); TestPools pools = new TestPools(server.url())) {
			assertThat(pools.pool().connection("a").getStatus()).isEqualTo(Connection.Status.CONNECTED);
		}
	}

	@Test
	void stopSendsWhatWaitsAndHandlesWhatCame() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools receiving = new TestPools(server.url()).start();
				TestPools sending = new TestPools(server.url()).start()) {
			Follower follower = new Follower("a");
			receiving.pool().follow("a", follower);
			receiving.pool().connection("a").flush(Duration.ofSeconds(10));
			for (int i = 0; i < 1000; i++) {
				sending.pool().connection("a").publish("a", "x".getBytes(StandardCharsets.UTF_8));
			}
			sending.connections.stop();
			eventually().untilAsserted(() -> assertThat(follower.received).hasSize(1000));
			assertThat(sending.events(NatsConnectionEvent.Closed.class)).singleElement()
				.satisfies((event) -> assertThat(event.expected()).isTrue());
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void assertDelivers(TestPools pools, Follower follower) {
		int before = follower.received.size();
		pools.pool().connection("a").publish("a", "hello".getBytes(StandardCharsets.UTF_8));
		eventually().untilAsserted(() -> assertThat(follower.received).hasSizeGreaterThan(before).contains("hello"));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

}

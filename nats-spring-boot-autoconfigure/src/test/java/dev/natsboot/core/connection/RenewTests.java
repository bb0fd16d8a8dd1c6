package dev.natsboot.core.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that are exchanged for others.
 */
class RenewTests {

	@Test
	void followersMoveAndAnswersToTheOldClientStillCome() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			List<Connection> followed = new CopyOnWriteArrayList<>();
			NatsConnectionPool.Registration registration = pools.pool().follow("a", followed::add);
			Connection old = pools.pool().connection("a");
			CompletableFuture<Message> asked = new CompletableFuture<>();
			old.createDispatcher(asked::complete).subscribe("slow");
			CompletableFuture<Message> answer = old.request("slow", null);
			Message question = asked.get(10, TimeUnit.SECONDS);
			pools.pool().renew();
			eventually().until(() -> followed.size() == 2);
			Connection renewed = pools.pool().connection("a");
			assertThat(renewed).isNotSameAs(old).isSameAs(followed.get(1));
			renewed.publish(question.getReplyTo(), "late".getBytes(StandardCharsets.UTF_8));
			assertThat(answer.get(10, TimeUnit.SECONDS).getData()).asString().isEqualTo("late");
			assertThat(pools.events(NatsConnectionEvent.Renewed.class)).hasSize(1);
			assertThat(pools.events(NatsConnectionEvent.Disconnected.class)).isEmpty();
			registration.close();
			assertThat(server.connections()).hasSize(2);
			pools.connections.stop();
			eventually().until(() -> server.connections().isEmpty());
			assertThat(old.getStatus()).isEqualTo(Connection.Status.CLOSED);
		}
	}

	@Test
	void isDoneAfterAnOutage() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestPools pools = new TestPools(server.url()).start()) {
			server.kill();
			eventually().until(() -> !pools.pool().isConnected());
			pools.pool().renew();
			server.restart();
			eventually().until(() -> !pools.events(NatsConnectionEvent.Renewed.class).isEmpty());
			assertThat(pools.pool().isConnected()).isTrue();
		}
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}

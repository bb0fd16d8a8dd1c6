package dev.natsboot.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedNats @EmbeddedNats}, used as an application's tests use it.
 */
@SpringBootTest(classes = TestApplication.class,
		properties = "nats.connections.audit.servers=${" + EmbeddedNats.SERVERS_PROPERTY + "}")
@EmbeddedNats
class EmbeddedNatsTests {

	@Autowired
	private NatsConnections connections;

	@Autowired
	private EmbeddedNatsServer server;

	@Value("${nats.servers}")
	private String configured;

	@Test
	void theApplicationIsConnectedWhateverItsPropertiesSay() throws Exception {
		assertThat(this.configured).isNotEqualTo(this.server.url());
		assertThat(roundTrip()).isEqualTo("hello");
		assertThat(connection("default").getServerInfo().isJetStreamAvailable()).isTrue();
	}

	@Test
	void otherConnectionsFindTheServerByAProperty() {
		assertThat(connection("audit").getConnectedUrl()).isEqualTo(this.server.url());
	}

	@Test
	void theServerCanBeHarmedAndComesBackAtTheSameAddress() {
		this.server.kill();
		try {
			Awaitility.await().until(() -> !this.connections.pool("default").isConnected());
		}
		finally {
			this.server.restart();
		}
		Awaitility.await().until(() -> this.connections.pool("default").isConnected());
		Awaitility.await().ignoreExceptions().until(this::roundTrip, "hello"::equals);
	}

	private String roundTrip() throws Exception {
		Connection connection = connection("default");
		Subscription subscription = connection.subscribe("round.trip");
		try {
			connection.publish("round.trip", "hello".getBytes(StandardCharsets.UTF_8));
			Message message = subscription.nextMessage(Duration.ofSeconds(10));
			return (message != null) ? new String(message.getData(), StandardCharsets.UTF_8) : null;
		}
		finally {
			subscription.unsubscribe();
		}
	}

	private Connection connection(String name) {
		return this.connections.pool(name).connection("round.trip");
	}

	@Nested
	class Inner {

		@Autowired
		private EmbeddedNatsServer inner;

		@Test
		void aNestedClassHasTheServerToo() {
			assertThat(this.inner).isSameAs(EmbeddedNatsTests.this.server);
		}

	}

}

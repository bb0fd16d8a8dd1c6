package dev.natsboot.test.server;

import java.time.Duration;
import java.util.Locale;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class EmbeddedNatsClusterTests {

	private static EmbeddedNatsCluster cluster;

	@BeforeAll
	static void start() {
		cluster = EmbeddedNatsCluster.start();
	}

	@AfterAll
	static void close() {
		cluster.close();
		assertThat(cluster.nodes()).noneMatch(EmbeddedNatsServer::isRunning);
	}

	@Test
	void formsWithThreeNodesAndALeader() {
		assertThat(cluster.servers()).hasSize(3).doesNotHaveDuplicates();
		assertThat(cluster.nodes()).contains(cluster.metaLeader());
		assertThat(cluster.node("node-1")).isSameAs(cluster.node(1));
	}

	@Test
	void stepDownMovesTheLeaderOfAStreamAndOfAConsumer() throws Exception {
		try (Connection connection = connect()) {
			addStream(connection, "MOVED");
			connection.jetStreamManagement()
				.addOrUpdateConsumer("MOVED",
						ConsumerConfiguration.builder().durable("worker").ackPolicy(AckPolicy.Explicit).build());
			EmbeddedNatsServer stream = cluster.leaderOfStream("MOVED");
			assertThat(cluster.stepDownStreamLeader("MOVED")).isNotSameAs(stream);
			EmbeddedNatsServer consumer = cluster.leaderOfConsumer("MOVED", "worker");
			assertThat(cluster.stepDownConsumerLeader("MOVED", "worker")).isNotSameAs(consumer);
		}
	}

	@Test
	void aKilledLeaderIsReplacedAndComesBack() throws Exception {
		try (Connection connection = connect()) {
			addStream(connection, "SURVIVES");
			EmbeddedNatsServer leader = cluster.leaderOfStream("SURVIVES");
			leader.kill();
			assertThat(cluster.leaderOfStream("SURVIVES")).isNotSameAs(leader);
			leader.restart();
			cluster.awaitReady(Duration.ofSeconds(30));
			assertThat(leader.isRunning()).isTrue();
		}
	}

	private static Connection connect() throws Exception {
		return Nats.connect(new Options.Builder().servers(cluster.servers().toArray(String[]::new)).build());
	}

	private static void addStream(Connection connection, String name) throws Exception {
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name(name)
				.subjects(name.toLowerCase(Locale.ROOT))
				.replicas(3)
				.build());
	}

}

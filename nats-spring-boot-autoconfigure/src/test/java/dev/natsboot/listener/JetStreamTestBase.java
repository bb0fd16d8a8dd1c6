package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.Callable;

import dev.natsboot.TestApplication;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A server with the stream {@code J} of the subjects {@code j.>}, afresh for each test,
 * and an eye on its consumer {@code worker}.
 */
abstract class JetStreamTestBase {

	static EmbeddedNatsServer server;

	Connection connection;

	JetStreamManagement management;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void connect() throws Exception {
		this.connection = Nats.connect(
				Options.builder().server(server.url()).maxReconnects(-1).reconnectWait(Duration.ofMillis(50)).build());
		this.management = this.connection.jetStreamManagement();
		createStream(this.management, 1);
	}

	@AfterEach
	void disconnect() throws Exception {
		for (String stream : this.management.getStreamNames()) {
			this.management.deleteStream(stream);
		}
		this.connection.close();
	}

	static void createStream(JetStreamManagement management, int replicas) throws Exception {
		management.addStream(StreamConfiguration.builder()
			.name("J")
			.subjects("j.>")
			.storageType(StorageType.File)
			.replicas(replicas)
			.build());
	}

	static TestApplication.Builder application(Class<?>... beans) {
		return TestApplication.with(beans)
			.property("nats.reconnect.initial", "50ms")
			.property("nats.listener.retry.initial", "20ms");
	}

	static void publish(TestApplication application, int from, int to) {
		for (int i = from; i < to; i++) {
			application.nats().publish("j.work", Integer.toString(i));
		}
	}

	ConsumerInfo consumer() throws Exception {
		return this.management.getConsumerInfo("J", "worker");
	}

	/**
	 * Waits until a condition holds; what it throws meanwhile counts as not yet.
	 */
	static void eventually(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(10))
			.ignoreExceptions()
			.until(condition);
	}

	void awaitSettled() {
		eventually(() -> {
			ConsumerInfo info = consumer();
			return info.getNumPending() == 0 && info.getNumAckPending() == 0;
		});
	}

}

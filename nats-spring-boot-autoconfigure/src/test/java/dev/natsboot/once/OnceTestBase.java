package dev.natsboot.once;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.Set;

import dev.natsboot.TestApplication;
import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
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

import org.springframework.core.annotation.Order;

/**
 * A server with the stream {@code O} of the subjects {@code o.>}, afresh for each test,
 * and an empty database.
 */
abstract class OnceTestBase {

	static EmbeddedNatsServer server;

	Connection connection;

	JetStreamManagement management;

	String database;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createStream() throws Exception {
		this.database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
		this.connection = Nats.connect(
				Options.builder().server(server.url()).maxReconnects(-1).reconnectWait(Duration.ofMillis(50)).build());
		this.management = this.connection.jetStreamManagement();
		this.management
			.addStream(StreamConfiguration.builder().name("O").subjects("o.>").storageType(StorageType.File).build());
	}

	@AfterEach
	void deleteStreams() throws Exception {
		for (String stream : this.management.getStreamNames()) {
			this.management.deleteStream(stream);
		}
		this.connection.close();
	}

	TestApplication.Builder application(Class<?>... beans) {
		return TestApplication.with(beans)
			.property("nats.reconnect.initial", "50ms")
			.property("nats.listener.retry.initial", "20ms")
			.property("nats.listener.ack-wait", "2s")
			.property("spring.datasource.url", this.database)
			.property("spring.datasource.username", "sa");
	}

	static void publish(TestApplication application, int from, int to) {
		for (int i = from; i < to; i++) {
			application.nats().to("o.work").payload(Integer.toString(i)).messageId("work-" + i).publish();
		}
	}

	static void eventually(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(condition);
	}

	void awaitSettled(String consumer) {
		eventually(() -> {
			ConsumerInfo info = this.management.getConsumerInfo("O", consumer);
			return info.getNumPending() == 0 && info.getNumAckPending() == 0;
		});
	}

	/**
	 * Has every message delivered a second time although it was handled.
	 */
	@Order(0)
	static class LosesTheFirstSettlement implements InboundFilter {

		final Set<Long> seen = ConcurrentHashMap.newKeySet();

		final AtomicInteger deliveries = new AtomicInteger();

		private void loseFirst(long sequence) {
			if (this.seen.add(sequence)) {
				throw new IllegalStateException("lost after the handler");
			}
		}

		@Override
		public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
			return (message) -> {
				this.deliveries.incrementAndGet();
				CompletionStage<?> stage = next.handle(message);
				long sequence = message.metaData().streamSequence();
				if (stage != null) {
					return stage.thenRun(() -> loseFirst(sequence));
				}
				loseFirst(sequence);
				return null;
			};
		}

	}

}

package dev.natsboot.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.natsboot.codec.BytesCodec;
import dev.natsboot.codec.JsonCodec;
import dev.natsboot.codec.TextCodec;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server and a connection for the tests of one class.
 */
abstract class TemplateTestBase {

	static final Duration LONG = Duration.ofSeconds(20);

	static final Duration SHORT = Duration.ofMillis(200);

	static final PayloadCodecs CODECS = new PayloadCodecs(
			List.of(new BytesCodec(), new TextCodec(), new JsonCodec(JsonMapper.builder().build())));

	static EmbeddedNatsServer server;

	static Connection connection;

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedNatsServer.start();
		connection = connect(Options.builder());
	}

	@AfterAll
	static void stopServer() throws Exception {
		connection.close();
		server.close();
	}

	static Connection connect(Options.Builder options) throws Exception {
		return Nats.connect(options.server(server.url()).build());
	}

	static NatsTemplate template() {
		return builder(connection).build();
	}

	static NatsTemplate.Builder builder(Connection client) {
		return NatsTemplate.builder((subject) -> client, CODECS).timeout(LONG);
	}

	static Subscription subscribe(String subject) throws TimeoutException, InterruptedException {
		Subscription subscription = connection.subscribe(subject);
		connection.flush(LONG);
		return subscription;
	}

	static Message next(Subscription subscription) throws InterruptedException {
		Message message = subscription.nextMessage(LONG);
		assertThat(message).isNotNull();
		return message;
	}

	static Dispatcher respond(String subject, MessageHandler handler) throws TimeoutException, InterruptedException {
		Dispatcher dispatcher = connection.createDispatcher(handler);
		dispatcher.subscribe(subject);
		connection.flush(LONG);
		return dispatcher;
	}

	static void stream(String name, String... subjects) throws Exception {
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name(name)
				.subjects(subjects)
				.storageType(StorageType.Memory)
				.allowMessageTtl(true)
				.build());
	}

	static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	record Order(String id, int quantity) {
	}

	record Line(String sku, Map<String, Integer> amounts) {
	}

}

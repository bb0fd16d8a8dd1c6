package dev.natsboot.security.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.support.JwtUtils.Permission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.event.EventListener;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for users with JWTs of an operator: they expire, and are replaced.
 */
class UserCredentialsTests {

	private static final Duration LONG = Duration.ofHours(1);

	@TempDir
	static Path folder;

	private static TestOperator operator;

	private static EmbeddedNatsServer server;

	private final Path file = folder.resolve("user");

	@BeforeAll
	static void start() throws Exception {
		operator = new TestOperator();
		server = operator.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() throws Exception {
		Files.deleteIfExists(this.file);
	}

	@Test
	void newerCredentialsAreUsedBeforeTheOldOnesExpire() throws Exception {
		Instant now = Instant.now();
		Files.writeString(this.file, operator.credentials(now.minusSeconds(60), Duration.ofSeconds(70)));
		try (TestApplication application = application("nats.credentials-file")) {
			Files.writeString(this.file, operator.credentials(now, LONG));
			Events events = application.bean(Events.class);
			await(() -> events.has(NatsConnectionEvent.Renewed.class));
			assertThat(events.has(NatsConnectionEvent.Disconnected.class)).isFalse();
		}
	}

	@Test
	void comesBackWhenExpiredCredentialsAreReplaced() throws Exception {
		Files.writeString(this.file, operator.credentials(Instant.now(), Duration.ofSeconds(8)));
		try (TestApplication application = application("nats.credentials-file")) {
			Events events = application.bean(Events.class);
			// refused twice, the client is closed for good
			await(() -> events.has(NatsConnectionEvent.Closed.class));
			assertThat(events.has(NatsConnectionEvent.Renewed.class)).isFalse();
			Files.writeString(this.file, operator.credentials(Instant.now(), LONG));
			await(() -> application.bean(NatsConnections.class).pool("default").isConnected());
		}
	}

	@Test
	void connectsWithABearerJwtAndFollowsIt() throws Exception {
		Instant now = Instant.now();
		var bearer = operator.claim().bearerToken(true);
		Files.writeString(this.file, operator.jwt(bearer, now.minusSeconds(60), Duration.ofSeconds(70)));
		try (TestApplication application = application("nats.jwt-file")) {
			Files.writeString(this.file, operator.jwt(bearer, now, LONG));
			await(() -> application.bean(Events.class).has(NatsConnectionEvent.Renewed.class));
		}
	}

	@Test
	void namesTheFileWhoseJwtIsRefused() throws Exception {
		assertThatException().isThrownBy(() -> application("nats.jwt-file"))
			.withStackTraceContaining("user of nats.jwt-file cannot be read");
		// the user has to sign with a key
		Files.writeString(this.file, operator.jwt(operator.claim(), Instant.now(), LONG));
		assertThatException().isThrownBy(() -> application("nats.jwt-file"))
			.withStackTraceContaining("refused the credentials of the connection 'default' from nats.jwt-file");
	}

	@Test
	void aUserNeedsOnlyItsOwnInbox() throws Exception {
		var own = operator.claim()
			.bearerToken(true)
			.pub(new Permission().allow("app.>", "_ME.>", "$JS.API.>", "$JS.ACK.>"))
			.sub(new Permission().allow("app.>", "_ME.>"));
		Files.writeString(this.file, operator.jwt(own, Instant.now(), LONG));
		try (TestApplication application = builder("nats.jwt-file", Events.class, Handlers.class)
			.property("nats.inbox-prefix", "_ME.")
			.property("nats.jetstream.streams.APP.subjects", "app.work")
			.property("nats.listener.dead-letter.enabled", "false")
			.start(server.url())) {
			assertThat(application.nats().request("app.echo", "hello", String.class)).isEqualTo("hello");
			application.nats().publish("app.work", "job");
			await(() -> application.bean(Handlers.class).jobs.contains("job"));
			assertThat(application.bean(Events.class).has(NatsConnectionEvent.ServerError.class)).isFalse();
		}
	}

	private TestApplication application(String setting) {
		return builder(setting, Events.class).start(server.url());
	}

	private TestApplication.Builder builder(String setting, Class<?>... beans) {
		return TestApplication.with(beans)
			.property(setting, this.file)
			.property("nats.reconnect.initial", "50ms")
			.property("nats.reconnect.max", "200ms")
			.property("nats.pool.health-check-interval", "100ms");
	}

	static class Events {

		private final List<NatsConnectionEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(NatsConnectionEvent event) {
			this.all.add(event);
		}

		boolean has(Class<? extends NatsConnectionEvent> type) {
			return this.all.stream().anyMatch(type::isInstance);
		}

	}

	static class Handlers {

		private final Set<String> jobs = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "app.echo")
		String echo(String text) {
			return text;
		}

		@NatsListener(subjects = "app.work", durable = "worker")
		void work(String job) {
			this.jobs.add(job);
		}

	}

}

package dev.natsboot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.NKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a start does when it cannot connect.
 */
class NatsStartTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("nats.reconnect.initial=20ms", "nats.connection-timeout=5s");

	@Test
	void startsWithoutAServerAndConnectsLater() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			server.kill();
			this.runner.withPropertyValues("nats.servers=" + server.url()).run((context) -> {
				assertThat(context).hasNotFailed();
				NatsConnections connections = context.getBean(NatsConnections.class);
				assertThat(connections.pool("default").isConnected()).isFalse();
				server.restart();
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> connections.pool("default").isConnected());
			});
		}
	}

	@Test
	void endsTheStartWithoutAServerWhenAsked() {
		fails("nats.servers", "No NATS server was reached", "nats.servers=nats://me:secret@127.0.0.1:1",
				"nats.start-policy=fail");
	}

	@Test
	void endsTheStartForWrongCredentials() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { user: app, password: right }")
			.clientUser("app", "right")
			.start()) {
			fails("nats.username",
					"refused the credentials of the connection 'default' from nats.username and " + "nats.password",
					"nats.servers=" + server.url(), "nats.username=app", "nats.password=secret");
			fails("nats.servers", "refused the credentials of the connection 'default' from nats.servers",
					"nats.servers=" + server.url().replace("://", "://app:secret@"));
			fails("nats.username",
					"The server asks for credentials and none are set: set nats.username and nats.password, "
							+ "nats.token, nats.credentials-file, nats.nkey-seed-file or nats.jwt-file",
					"nats.servers=" + server.url());
			fails("nats.token", "refused", "nats.servers=" + server.url(), "nats.token=secret");
			fails("nats.connections.audit.username",
					"none are set: set nats.connections.audit.username and nats.connections.audit.password, ",
					"nats.servers=" + server.url().replace("://", "://app:right@"),
					"nats.connections.audit.servers=" + server.url());
		}
	}

	@Test
	void endsTheStartForABadUrl() {
		fails("nats.servers", "URL 1 of 1, 'nats://***@ho st:4222', is not valid",
				"nats.servers=nats://me:secret@ho st:4222");
		fails("nats.servers", "URL 2 of 2, 'http://localhost:4222', is not valid",
				"nats.servers=nats://localhost:4222,http://localhost:4222");
		fails("nats.connections.audit.servers", "URL 1 of 1, 'nats://***@host:4222', is not valid",
				"nats.connections.audit.servers=nats://me:se/secret@host:4222");
		fails("nats.servers", "URL 1 of 2, 'nats://me:***', is not valid",
				"nats.servers=nats://me:secret,part@host:4222");
		fails("nats.servers", "opentls", "nats.servers=opentls://localhost:4222");
		fails("nats.servers", "no server", "nats.servers=");
	}

	@Test
	void namesTheCustomizerThatSetTheCredentials() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { user: app, password: right }")
			.clientUser("app", "right")
			.start()) {
			this.runner.withPropertyValues("nats.servers=" + server.url())
				.withBean(NatsOptionsCustomizer.class, () -> (name, options) -> options.userInfo("app", "secret"))
				.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
					.contains("refused", "NatsOptionsCustomizer")
					.doesNotContain("secret"));
		}
	}

	@Test
	void tellsTheSchemesThatAreAllowed() {
		this.runner.withPropertyValues("nats.servers=http://localhost:4222")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("allowed schemes are nats, tls, and over a websocket ws and wss"));
	}

	@Test
	void endsTheStartForHalfAUser() {
		fails("nats.username", "nats.password is set, but nats.username is missing", "nats.password=secret");
		fails("nats.password", "nats.username is set, but nats.password is missing", "nats.username=app");
		fails("nats.connections.audit.password", "nats.connections.audit.password is missing",
				"nats.connections.audit.username=app");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void namesThePropertyOfAServerThatIsNotReached(CapturedOutput output) {
		this.runner
			.withPropertyValues("nats.servers=nats://127.0.0.1:1",
					"nats.connections.audit.servers=nats://me:secret@127.0.0.1:1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("with the servers of nats.servers")
					.contains("with the servers of nats.connections.audit.servers")
					.doesNotContain("secret");
			});
	}

	@Test
	void endsTheStartForFilesThatAreNoCredentials(@TempDir Path folder) throws Exception {
		Path garbage = Files.writeString(folder.resolve("garbage"), "secret");
		fails("nats.credentials-file", "cannot be read", "nats.credentials-file=" + folder.resolve("missing"));
		fails("nats.credentials-file", "does not hold", "nats.credentials-file=" + garbage);
		fails("nats.nkey-seed-file", "cannot be read", "nats.nkey-seed-file=" + folder.resolve("missing"));
		fails("nats.nkey-seed-file", "does not hold", "nats.nkey-seed-file=" + garbage);
	}

	@Test
	void endsTheStartForAMissingBundle() {
		fails("nats.ssl.bundle", "no SSL bundle named 'missing'", "nats.ssl.bundle=missing");
	}

	@Test
	void endsTheStartForValuesThatCannotWork() {
		fails("nats.pool", "maximum size", "nats.pool.min-size=3", "nats.pool.max-size=2");
		fails("nats.reconnect", "multiplier", "nats.reconnect.multiplier=0.5");
		fails("nats.ping-interval", "positive", "nats.ping-interval=0s");
		fails("nats.token", "Both", "nats.token=secret", "nats.username=app");
		fails("nats.connections.default", "default", "nats.connections.default.servers=nats://localhost:4222");
	}

	@Test
	void connectsWithASeedThatIsReadOnEachAttempt(@TempDir Path folder) throws Exception {
		NKey first = NKey.createUser(null);
		NKey second = NKey.createUser(null);
		Path file = Files.writeString(folder.resolve("seed"), new String(first.getSeed()));
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { users: [ { nkey: " + new String(first.getPublicKey()) + " }, { nkey: "
					+ new String(second.getPublicKey()) + " }, { user: admin, password: admin } ] }")
			.clientUser("admin", "admin")
			.start()) {
			this.runner.withPropertyValues("nats.servers=" + server.url(), "nats.nkey-seed-file=" + file)
				.run((context) -> {
					var pool = context.getBean(NatsConnections.class).pool("default");
					assertThat(pool.isConnected()).isTrue();
					var handler = pool.connection("a").getOptions().getAuthHandler();
					assertThat(handler.getID()).isEqualTo(first.getPublicKey());
					Files.writeString(file, new String(second.getSeed()));
					assertThat(handler.getID()).isEqualTo(second.getPublicKey());
					server.restart();
					Awaitility.await()
						.atMost(Duration.ofSeconds(60))
						.until(() -> pool.isConnected() && pool.snapshot().connections().get(0).reconnects() == 1);
				});
		}
	}

	private void fails(String setting, String description, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			FailureAnalysis analysis = analyze(failure);
			assertThat(analysis.getCause()).isInstanceOfSatisfying(NatsConfigurationException.class,
					(cause) -> assertThat(cause.getSetting()).isEqualTo(setting));
			assertThat(analysis.getDescription()).contains(setting).contains(description).doesNotContain("secret");
			assertThat(analysis.getAction()).isNotBlank().doesNotContain("secret");
		});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((supplier, ex) -> {
			}))
			.stream()
			.filter(NatsConfigurationFailureAnalyzer.class::isInstance)
			.map((analyzer) -> analyzer.analyze(failure))
			.findFirst()
			.orElseThrow();
	}

}

package dev.natsboot.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.natsboot.autoconfigure.NatsAutoConfiguration;
import dev.natsboot.autoconfigure.NatsOptionsCustomizer;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.ConnectionSnapshot;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.EmbeddedNatsServerBuilder;
import dev.natsboot.test.server.TestCertificates;
import io.nats.client.impl.SocketDataPort;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the way between client and server. The row 31 of the threats is shown by
 * {@link ThreatRotatedCertificateTests}.
 */
class ThreatTransportTests {

	@TempDir
	static Path folder;

	private static TestCertificates authority;

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(Events.class)
		.withPropertyValues("nats.security.tls.required=true", "nats.reconnect.initial=20ms",
				"nats.reconnect.max=100ms");

	private ApplicationContextRunner runner;

	@BeforeAll
	static void makeAuthority() {
		authority = TestCertificates.authority(folder, "authority");
	}

	ThreatTransportTests() {
		this.runner = this.plain.withPropertyValues("nats.ssl.bundle=nats",
				"spring.ssl.bundle.pem.nats.truststore.certificate=file:" + authority.authorityFile());
	}

	@Test
	@DisplayName("28 a server with the certificate of another host learns nothing")
	void wrongHost() {
		try (EmbeddedNatsServer server = tls("elsewhere.example").start()) {
			this.runner.withPropertyValues("nats.servers=" + url(server), "nats.token=secret")
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("not for 'localhost'"));
			assertThat(server.connections()).isEmpty();
		}
	}

	@Test
	@DisplayName("29 plain text is refused at the start, for each connection")
	void plainText() {
		refused("nats.ssl.bundle", "'nats://localhost:1', would be reached in plain text",
				"nats.servers=nats://localhost:1");
		refused("nats.servers", "would be reached in plain text", "nats.servers=ws://localhost:1");
		refused("nats.servers", "opentls", "nats.servers=opentls://localhost:1");
		refused("nats.connections.audit.ssl.bundle", "would be reached in plain text", "nats.servers=tls://localhost:1",
				"nats.connections.audit.servers=nats://localhost:1");
	}

	@Test
	@DisplayName("29 a server that answers in plain text learns nothing")
	void plainTextServer() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder().jetStream(false).start()) {
			this.runner.withPropertyValues("nats.servers=" + url(server), "nats.token=secret")
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("The server offers no TLS"));
			assertThat(server.connections()).isEmpty();
		}
	}

	@Test
	@DisplayName("29 a customizer cannot take TLS away unnoticed")
	void customizer() {
		this.runner.withPropertyValues("nats.servers=tls://localhost:1")
			.withBean(NatsOptionsCustomizer.class,
					() -> (name, options) -> options.dataPortType(SocketDataPort.class.getName()))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("a NatsOptionsCustomizer has taken it away"));
	}

	@Test
	@DisplayName("29 a customizer cannot have anything sent over a plain websocket")
	void customizedWebSocket() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder().jetStream(false).webSocket().start()) {
			this.runner.withPropertyValues("nats.servers=tls://localhost:1", "nats.token=secret")
				.withBean(NatsOptionsCustomizer.class,
						() -> (name, options) -> options.servers(new String[] { server.webSocketUrl() }))
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("Nothing is sent to the server 127.0.0.1:"));
			assertThat(server.connections()).isEmpty();
		}
	}

	@Test
	@DisplayName("30 a server in plain text in the place of the one with TLS")
	void replacedByPlainText() {
		EmbeddedNatsServer server = tls("localhost").start();
		int port = server.port();
		this.runner.withPropertyValues("nats.servers=" + url(server)).run((context) -> {
			NatsConnectionPool pool = context.getBean(NatsConnections.class).pool("default");
			assertThat(pool.isConnected()).isTrue();
			server.close();
			Events events = context.getBean(Events.class);
			try (EmbeddedNatsServer other = EmbeddedNatsServer.builder().jetStream(false).port(port).start()) {
				await(() -> events.failures.stream().anyMatch((failure) -> failure.reason().contains("offers no TLS")));
				await(() -> lastError(pool).contains("offers no TLS"));
				assertThat(other.connections()).isEmpty();
			}
			try (EmbeddedNatsServer again = tls("localhost").port(port).start()) {
				await(pool::isConnected);
				assertThat(again.connections()).hasSize(1);
			}
			// a server that is killed while it talks TLS may be told of too
			assertThat(events.failures).filteredOn((failure) -> failure.reason().contains("offers no TLS")).hasSize(1);
		});
	}

	@Test
	@DisplayName("30 a server that another one tells of, in plain text or by an address that its certificate lacks")
	void discovered() throws IOException {
		for (EmbeddedNatsServerBuilder other : List.of(EmbeddedNatsServer.builder().jetStream(false),
				tls("localhost"))) {
			int route = freePort();
			EmbeddedNatsServer server = tls("localhost").configuration(cluster(route, "")).start();
			try (EmbeddedNatsServer discovered = other.serverName("other")
				.configuration(cluster(-1, "nats://127.0.0.1:" + route))
				.start()) {
				this.runner.withPropertyValues("nats.servers=" + url(server)).run((context) -> {
					NatsConnectionPool pool = context.getBean(NatsConnections.class).pool("default");
					await(() -> pool.connection("a").getServers().contains(discovered.url()));
					server.close();
					Events events = context.getBean(Events.class);
					await(() -> !events.failures.isEmpty());
					assertThat(pool.isConnected()).isFalse();
					assertThat(discovered.connections()).isEmpty();
				});
			}
		}
	}

	private static String cluster(int port, String route) {
		return "cluster { name: c, listen: \"127.0.0.1:" + port + "\", routes: [ " + route + " ] }";
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void refused(String setting, String reason, String... properties) {
		this.plain.withPropertyValues(properties)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(NatsConfigurationException.class, (cause) -> {
					assertThat(cause.getSetting()).isEqualTo(setting);
					assertThat(cause).hasMessageContaining(reason);
					assertThat(cause.getAction()).isNotBlank();
				}));
	}

	private static String lastError(NatsConnectionPool pool) {
		ConnectionSnapshot.Outage outage = pool.snapshot().connections().get(0).outage();
		return (outage != null) ? String.valueOf(outage.lastError()) : "";
	}

	private static String url(EmbeddedNatsServer server) {
		return "nats://localhost:" + server.port();
	}

	private static EmbeddedNatsServerBuilder tls(String host) {
		return EmbeddedNatsServer.builder().jetStream(false).configuration(authority.issue("server", host).tls());
	}

	static class Events {

		final List<NatsConnectionEvent.TlsFailed> failures = new CopyOnWriteArrayList<>();

		@EventListener
		void on(NatsConnectionEvent.TlsFailed event) {
			this.failures.add(event);
		}

	}

}

package dev.natsboot.test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.NatsServerException;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link EmbeddedNatsConfiguration}, started as at development time.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedNatsConfigurationTests {

	@TempDir
	private Path store;

	@Test
	void startsAServerOnThePortAndKeepsItsData(CapturedOutput output) throws Exception {
		int port = freePort();
		try (ConfigurableApplicationContext context = run(port)) {
			assertThat(output).contains("Started nats-server 'development' at nats://127.0.0.1:" + port)
				.contains("data in " + this.store);
			connection(context).jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("KEPT").subjects("kept").build());
		}
		assertThat(ListeningServer.find(port)).isNull();
		try (ConfigurableApplicationContext context = run(port)) {
			assertThat(connection(context).jetStreamManagement().getStreamNames()).containsExactly("KEPT");
		}
	}

	@Test
	void usesAServerThatListensAndLeavesItAlone(CapturedOutput output) {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			try (ConfigurableApplicationContext context = run(server.port())) {
				assertThat(connection(context).getConnectedUrl()).isEqualTo(server.url());
				assertThat(output).contains("Using nats-server ").contains(" that listens at " + server.url());
			}
			assertThat(server.isRunning()).isTrue();
		}
	}

	@Test
	void refusesAServerThatWantsCredentials() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { user: alice, password: secret }")
			.clientUser("alice", "secret")
			.start()) {
			assertThatException().isThrownBy(() -> run(server.port()).close())
				.havingRootCause()
				.isInstanceOf(NatsServerException.class)
				.withMessageContaining("wants credentials");
		}
	}

	@Test
	void refusesAnotherProgramOnThePort() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> greeted = CompletableFuture.runAsync(() -> greet(other));
			assertThatException().isThrownBy(() -> run(other.getLocalPort()).close())
				.havingRootCause()
				.isInstanceOf(NatsServerException.class)
				.withMessageContaining("On port " + other.getLocalPort())
				.withMessageContaining("nats.development.port");
			greeted.join();
		}
	}

	private static void greet(ServerSocket program) {
		try (Socket socket = program.accept(); OutputStream out = socket.getOutputStream()) {
			out.write("220 mail\r\n".getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ConfigurableApplicationContext run(int port) {
		return SpringApplication.from(TestApplication::main)
			.with(EmbeddedNatsConfiguration.class)
			.run("--nats.development.port=" + port, "--nats.development.store-directory=" + this.store)
			.getApplicationContext();
	}

	private static Connection connection(ConfigurableApplicationContext context) {
		return context.getBean(NatsConnections.class).pool("default").connection("a");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}

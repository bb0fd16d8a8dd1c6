package dev.natsboot.test.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class EmbeddedNatsServerConfigurationTests {

	@TempDir
	private Path folder;

	@Test
	void usersOfTheConfigurationReplaceFreeAccess() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("authorization { user: app, password: secret }")
			.clientUser("app", "secret")
			.start()) {
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> Nats.connect(server.url()).close());
			try (Connection connection = connect(server, "app", "secret")) {
				assertThat(server.connections()).containsExactly("app");
				assertThatExceptionOfType(NatsServerException.class).isThrownBy(() -> server.cutConnection("app"))
					.withMessageContaining("systemUser");
				assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
			}
		}
	}

	@Test
	void systemUserOfTheConfigurationCutsConnections() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration("accounts {", "  APP { jetstream: enabled, users: [ { user: app, password: secret } ] }",
					"  $SYS { users: [ { user: admin, password: root } ] }", "}")
			.clientUser("app", "secret")
			.systemUser("admin", "root")
			.start(); Connection connection = connect(server, "app", "secret")) {
			server.cutConnection("app");
			assertThat(connection.getServerInfo()).isNotNull();
		}
	}

	@Test
	void fileIsIncludedAndLinesWin() throws Exception {
		Path file = Files.writeString(this.folder.resolve("limits.conf"),
				"max_payload: 1024 # bytes\njetstream { max_file: 64MB }\n");
		Path store = this.folder.resolve("store");
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.configuration(file)
			.configuration("max_payload: 2048")
			.storeDirectory(store)
			.logFile(this.folder.resolve("logs/server.log"))
			.start(); Connection connection = Nats.connect(server.url())) {
			assertThat(connection.getMaxPayload()).isEqualTo(2048);
			assertThat(connection.jetStreamManagement().getAccountStatistics().getStreams()).isZero();
			assertThat(server.storeDirectory()).isEqualTo(store);
			assertThat(server.logFile()).exists();
		}
		assertThat(store.resolve("jetstream")).isDirectory();
		assertThat(this.folder.resolve("logs/server.log")).content().contains("Server Exiting");
	}

	@Test
	void webSocketPortIsOpenedOnRequest() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder().webSocket().jetStream(false).start();
				Connection connection = Nats.connect(server.webSocketUrl())) {
			assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
			assertThat(connection.getServerInfo().isJetStreamAvailable()).isFalse();
		}
	}

	@Test
	void withoutWebSocketThereIsNoAddress() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.builder().jetStream(false).start()) {
			assertThatIllegalStateException().isThrownBy(server::webSocketUrl);
		}
	}

	@Test
	void takenPortIsToldWithTheLog() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(NatsServerException.class)
				.isThrownBy(() -> EmbeddedNatsServer.builder().port(socket.getLocalPort()).start())
				.withMessageContaining(LogFile.PORT_TAKEN);
		}
	}

	@Test
	void valuesOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedNatsServer.builder().port(70000));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EmbeddedNatsServer.builder().lameDuck(Duration.ZERO, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedNatsCluster.builder().nodes(1));
	}

	@Test
	void onlyTopLevelKeysDecideAboutAccess() {
		assertThat(ConfigurationKeys.topLevel("""
				# authorization { }
				max_payload: 1MB
				leafnodes { authorization { user: "}" } }
				"accounts"
				tls { cert_file: 'x{' }
				""")).contains("max_payload", "leafnodes", "tls").doesNotContain("authorization", "accounts");
	}

	private static Connection connect(EmbeddedNatsServer server, String user, String password) throws Exception {
		return Nats.connect(new Options.Builder().server(server.url())
			.connectionName(user)
			.userInfo(user.toCharArray(), password.toCharArray())
			.build());
	}

}

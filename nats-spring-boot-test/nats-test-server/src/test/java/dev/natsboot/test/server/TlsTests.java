package dev.natsboot.test.server;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class TlsTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path folder;

	@Test
	void connectionsWithTlsCanBeCut() throws Exception {
		try (EmbeddedNatsServer server = start("")) {
			assertThatIOException().isThrownBy(() -> Nats.connect(server.url()).close());
			Options options = new Options.Builder().server(server.url()).connectionName("victim").opentls().build();
			try (Connection connection = Nats.connect(options)) {
				server.cutConnection("victim");
				await().atMost(Duration.ofSeconds(10)).until(() -> connection.getStatistics().getReconnects() > 0);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "handshake_first: true", "verify: true" })
	void stricterTlsIsReadyToo(String more) throws Exception {
		try (EmbeddedNatsServer server = start(more)) {
			assertThat(server.isRunning()).isTrue();
			assertThat(server.connections()).isEmpty();
		}
	}

	private EmbeddedNatsServer start(String more) throws Exception {
		Path store = this.folder.resolve("server.p12");
		Commands.run(null, Map.of(), Duration.ofSeconds(30),
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						"server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-validity",
						"2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		Path certificate = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
		Path key = pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
		return EmbeddedNatsServer.builder()
			.configuration("tls {", "  cert_file: \"" + certificate + "\"", "  key_file: \"" + key + "\"",
					"  ca_file: \"" + certificate + "\"", "  " + more, "}")
			.start();
	}

	private Path pem(String type, byte[] content) throws Exception {
		return Files.writeString(this.folder.resolve(type.replace(' ', '-') + ".pem"), "-----BEGIN " + type + "-----\n"
				+ Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type + "-----\n");
	}

}

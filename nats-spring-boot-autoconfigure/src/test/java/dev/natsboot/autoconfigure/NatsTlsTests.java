package dev.natsboot.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections over TLS.
 */
class NatsTlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path folder;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("nats.ssl.bundle=nats", "nats.start-policy=fail", "nats.connection-timeout=5s");

	@BeforeAll
	static void makeCertificates() throws Exception {
		makeCertificate("right", "dns:localhost");
		makeCertificate("wrong", "dns:elsewhere.example");
	}

	@Test
	void acceptsAServerOfTheRightName() {
		try (EmbeddedNatsServer server = start("right")) {
			this.runner.withPropertyValues(properties("right", server)).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(NatsConnections.class).pool("default").isConnected()).isTrue();
			});
		}
	}

	@Test
	void refusesATrustedServerOfAnotherName() {
		try (EmbeddedNatsServer server = start("wrong")) {
			this.runner.withPropertyValues(properties("wrong", server))
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("No subject alternative DNS name matching localhost"));
		}
	}

	@Test
	void refusesAServerThatIsNotTrusted() {
		try (EmbeddedNatsServer server = start("wrong")) {
			this.runner.withPropertyValues(properties("right", server))
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("unable to find valid certification path"));
		}
	}

	@Test
	void refusesAServerWithoutTls() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			this.runner.withPropertyValues(properties("right", server))
				.run((context) -> assertThat(context).hasFailed());
		}
	}

	@Test
	void refusesAWebsocketInPlainText() {
		this.runner.withPropertyValues("nats.servers=ws://localhost:1", bundle("right"))
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("plain text"));
	}

	private static String[] properties(String name, EmbeddedNatsServer server) {
		return new String[] { "nats.servers=nats://localhost:" + server.port(), bundle(name) };
	}

	private static String bundle(String name) {
		return "spring.ssl.bundle.pem.nats.truststore.certificate=file:" + folder.resolve(name + ".crt");
	}

	private static EmbeddedNatsServer start(String name) {
		return EmbeddedNatsServer.builder()
			.jetStream(false)
			.configuration("tls { cert_file: \"" + folder.resolve(name + ".crt") + "\", key_file: \""
					+ folder.resolve(name + ".key") + "\" }")
			.start();
	}

	private static void makeCertificate(String name, String alternativeName) throws Exception {
		Path store = folder.resolve(name + ".p12");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-alias", name, "-dname", "CN=" + name, "-ext", "san=" + alternativeName, "-ext",
						"bc=ca:true", "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(),
						"-storepass", new String(PASSWORD)));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		KeyStore keyStore = KeyStore.getInstance(store.toFile(), PASSWORD);
		Certificate certificate = keyStore.getCertificate(name);
		Key key = keyStore.getKey(name, PASSWORD);
		writePem(folder.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded());
		writePem(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
	}

	private static void writePem(Path file, String type, byte[] content) throws IOException {
		try (OutputStream out = Files.newOutputStream(file)) {
			String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
			out.write(("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
				.getBytes(StandardCharsets.US_ASCII));
		}
	}

}

package dev.natsboot.test.server;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

	@Test
	void certificatesAreValidForTheirHosts() throws Exception {
		TestCertificates authority = TestCertificates.authority(this.folder, "authority");
		CertificateFactory factory = CertificateFactory.getInstance("X.509");
		X509Certificate root = read(factory, authority.authorityFile());
		X509Certificate server = read(factory, authority.issue("server", "localhost", "127.0.0.1").certificate());
		server.verify(root.getPublicKey());
		server.checkValidity();
		assertThat(root.getBasicConstraints()).isGreaterThanOrEqualTo(0);
		assertThat(server.getBasicConstraints()).isNegative();
		assertThat(server.getSubjectAlternativeNames()).extracting((name) -> name.get(1))
			.isEqualTo(List.of("localhost", "127.0.0.1"));
		Instant end = Instant.now().minusSeconds(60);
		CertificateFiles old = authority.issue("old", end.minusSeconds(60), end);
		assertThat(read(factory, old.certificate()).getNotAfter()).isBefore(Instant.now());
	}

	private static X509Certificate read(CertificateFactory factory, Path file) throws Exception {
		try (InputStream in = Files.newInputStream(file)) {
			return (X509Certificate) factory.generateCertificate(in);
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

	private EmbeddedNatsServer start(String more) {
		return EmbeddedNatsServer.builder()
			.configuration(TestCertificates.authority(this.folder, "authority")
				.issue("server", "localhost", "127.0.0.1")
				.tls(more))
			.start();
	}

}

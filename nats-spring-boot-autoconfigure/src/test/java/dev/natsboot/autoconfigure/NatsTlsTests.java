package dev.natsboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.natsboot.RawMessage;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.core.connection.RoundTrips;
import dev.natsboot.test.server.CertificateFiles;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.TestCertificates;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections over TLS: who is accepted, and what is said of who is not.
 */
class NatsTlsTests {

	private static final String BUNDLE = "spring.ssl.bundle.pem.nats.";

	@TempDir
	static Path folder;

	private static TestCertificates authority;

	private static TestCertificates stranger;

	private static EmbeddedNatsServer server;

	private static EmbeddedNatsServer verifying;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("nats.ssl.bundle=nats", "nats.reconnect.initial=20ms");

	@BeforeAll
	static void start() {
		authority = TestCertificates.authority(folder, "authority");
		stranger = TestCertificates.authority(folder, "stranger");
		server = start(authority.issue("server", "localhost"));
		verifying = start(authority.issue("verifying", "localhost"), "verify: true");
	}

	@AfterAll
	static void stop() {
		server.close();
		verifying.close();
	}

	@Test
	void acceptsAServerOfTheRightName() {
		connects(server, trusting(authority));
	}

	@Test
	void usesTheTrustStoreOfTheJvmWithoutABundle() {
		fails(server, "the JVM's trust store", "nats.servers=tls://localhost:" + server.port(), "nats.ssl.bundle=");
	}

	@Test
	void refusesAServerOfAnotherNameUnlessAskedTo() {
		try (EmbeddedNatsServer other = start(authority.issue("other", "elsewhere.example"))) {
			fails(other, "the certificate 'CN=other' is for ['elsewhere.example'] and not for 'localhost' (No subject "
					+ "alternative DNS name matching localhost found.)", trusting(authority));
			connects(other, trusting(authority), "nats.ssl.verify-hostname=false");
		}
	}

	@Test
	void refusesAServerThatIsNotTrusted() {
		fails(server, "the certificate 'CN=server', issued by 'CN=authority', is not trusted by SSL bundle 'nats'",
				trusting(stranger));
	}

	@Test
	void saysWhenACertificateHasExpired() {
		Instant end = Instant.parse("2026-01-02T03:04:05Z");
		try (EmbeddedNatsServer expired = start(authority.issue("expired", end.minusSeconds(60), end, "localhost"))) {
			// newer JDKs put a code before it
			fails(expired, "the certificate 'CN=expired' expired at 2026-01-02T03:04:05Z", trusting(authority));
		}
	}

	@Test
	void saysThatProtocolsDoNotMatch() {
		try (EmbeddedNatsServer modern = start(authority.issue("modern", "localhost"), "min_version: \"1.3\"")) {
			connects(modern, trusting(authority));
			fails(modern, "(it refuses the certificate, the protocols or the ciphers of SSL bundle 'nats')",
					trusting(authority), BUNDLE + "options.enabled-protocols=TLSv1.2");
		}
	}

	@Test
	void honoursTheCiphersOfTheBundle() {
		connects(server, trusting(authority), BUNDLE + "options.ciphers=TLS_AES_256_GCM_SHA384");
		fails(server, "No appropriate protocol", trusting(authority), BUNDLE + "options.enabled-protocols=TLSv1.3",
				BUNDLE + "options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
	}

	@Test
	void refusesAServerWithoutTls() {
		try (EmbeddedNatsServer plain = EmbeddedNatsServer.start()) {
			fails(plain, "offers no TLS", trusting(authority));
			fails(plain, "it does not begin with TLS", trusting(authority), "nats.ssl.tls-first=true");
		}
	}

	@Test
	void refusesAWebsocketInPlainText() {
		fails(server, "plain text", trusting(authority), "nats.servers=ws://localhost:1");
		fails(server, "plain text", trusting(authority), "nats.servers=tls://localhost:1,ws://localhost:2",
				"nats.ssl.bundle=");
	}

	@Test
	void connectsOverASecureWebsocket() {
		CertificateFiles files = authority.issue("socket", "localhost");
		try (EmbeddedNatsServer socket = EmbeddedNatsServer.builder()
			.jetStream(false)
			.webSocket()
			.configuration("websocket { listen: \"127.0.0.1:-1\", " + files.tls() + " }")
			.start()) {
			String url = socket.webSocketUrl().replace("ws://127.0.0.1", "wss://localhost");
			connects(socket, trusting(authority), "nats.servers=" + url);
			fails(socket, "is not trusted", trusting(stranger), "nats.servers=" + url);
		}
	}

	@Test
	void headersThatTheClientCannotReadAreEscapedUnderTlsToo() {
		try (EmbeddedNatsServer both = EmbeddedNatsServer.builder()
			.jetStream(false)
			.configuration("allow_non_tls: true")
			.configuration(authority.issue("both", "localhost").tls())
			.start()) {
			this.runner.withPropertyValues("nats.servers=nats://localhost:" + both.port())
				.withPropertyValues(trusting(authority))
				.run((context) -> {
					Connection connection = context.getBean(NatsConnections.class).pool("default").connection("");
					Subscription names = connection.subscribe("names");
					RoundTrips.flush(connection, Duration.ofSeconds(10));
					RawMessage.publish(both.port(), "names", "NATS/1.0\r\nName: J\u00fcrgen\r\n\r\n", "");
					Message message = names.nextMessage(Duration.ofSeconds(10));
					assertThat(message.getHeaders().getFirst("Name")).isEqualTo("J%C3%BCrgen");
				});
		}
	}

	@Test
	void nothingThatCameInPlainTextCountsAsReceivedByTls() throws Exception {
		byte[] sent = ("INFO {\"server_id\":\"x\",\"version\":\"2.15.0\",\"proto\":1,\"headers\":true,"
				+ "\"tls_required\":true,\"max_payload\":1048576}\r\nHMSG forged 1 26 30\r\nNATS/1.0\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		try (ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
				try (Socket client = between.accept()) {
					client.getOutputStream().write(sent);
					return client.getInputStream().read();
				}
				catch (IOException ex) {
					return -1;
				}
			});
			this.runner
				.withPropertyValues("nats.servers=nats://localhost:" + between.getLocalPort(), "nats.start-policy=fail")
				.withPropertyValues(trusting(authority))
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("has sent more before TLS than it may"));
			// the client did not even begin with TLS
			assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
		}
	}

	@Test
	void beginsWithTls() {
		try (EmbeddedNatsServer first = start(authority.issue("first", "localhost"), "handshake_first: true")) {
			connects(first, trusting(authority), "nats.ssl.tls-first=true");
		}
	}

	@Test
	void showsAClientCertificate() {
		CertificateFiles client = authority.issue("client");
		connects(verifying, trusting(authority), BUNDLE + "keystore.certificate=file:" + client.certificate(),
				BUNDLE + "keystore.private-key=file:" + client.key());
		// what the server says may get lost when it closes at once
		String refused = "refuses the certificate";
		fails(verifying, refused, trusting(authority));
		fails(verifying, refused, trusting(authority), BUNDLE + "options.enabled-protocols=TLSv1.2");
		CertificateFiles unknown = stranger.issue("unknown");
		fails(verifying, refused, trusting(authority), BUNDLE + "keystore.certificate=file:" + unknown.certificate(),
				BUNDLE + "keystore.private-key=file:" + unknown.key());
	}

	@Test
	void takesKeyStores() throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		try (InputStream in = Files.newInputStream(authority.authorityFile())) {
			store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
		}
		Path file = folder.resolve("trust.p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, "changeit".toCharArray());
		}
		connects(server, "spring.ssl.bundle.jks.nats.truststore.location=file:" + file,
				"spring.ssl.bundle.jks.nats.truststore.password=changeit",
				"spring.ssl.bundle.jks.nats.truststore.type=PKCS12");
	}

	@Test
	void saysThatABundleCannotBeLoaded() {
		fails(server, "TLS cannot be made from SSL bundle 'nats'",
				BUNDLE + "truststore.certificate=file:" + folder.resolve("missing.crt"));
	}

	private void connects(EmbeddedNatsServer to, String... properties) {
		this.runner.withPropertyValues("nats.servers=nats://localhost:" + to.port())
			.withPropertyValues(properties)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(NatsConnections.class).pool("default").isConnected()).isTrue();
			});
	}

	private void fails(EmbeddedNatsServer at, String reason, String... properties) {
		this.runner.withPropertyValues("nats.servers=nats://localhost:" + at.port())
			.withPropertyValues(properties)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining(NatsConfigurationException.class.getName())
				.hasStackTraceContaining(reason));
	}

	private static String trusting(TestCertificates issuer) {
		return BUNDLE + "truststore.certificate=file:" + issuer.authorityFile();
	}

	private static EmbeddedNatsServer start(CertificateFiles files, String... more) {
		return EmbeddedNatsServer.builder().jetStream(false).configuration(files.tls(more)).start();
	}

}

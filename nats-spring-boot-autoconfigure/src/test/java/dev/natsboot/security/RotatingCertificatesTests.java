package dev.natsboot.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.TestApplication;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.CertificateFiles;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.event.EventListener;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threat row 31: a client's certificate is rotated. The server sees the new one, and no
 * message is lost.
 */
class RotatingCertificatesTests {

	private static final String BUNDLE = "spring.ssl.bundle.pem.nats.";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@TempDir
	static Path folder;

	private static TestCertificates authority;

	private static EmbeddedNatsServer server;

	private CertificateFiles files;

	@BeforeAll
	static void start() {
		authority = TestCertificates.authority(folder, "authority");
		server = EmbeddedNatsServer.builder()
			.configuration(authority.issue("server", "localhost").tls("verify: true"))
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void firstIdentity() {
		this.files = authority.issue("client");
	}

	@Test
	void theServerSeesTheNewIdentityAndNothingIsLost() throws Exception {
		try (TestApplication application = application();
				Traffic traffic = new Traffic(application, "nats://localhost:" + server.port(),
						authority.issue("outside"))) {
			traffic.flow();
			assertThat(connections()).contains("CN=client").doesNotContain("CN=next");
			rotate(authority.issue("next"));
			await(() -> !application.bean(Events.class).renewed.isEmpty());
			traffic.flow();
			assertThat(connections()).contains("CN=next");
			traffic.finish();
			assertThat(application.bean(Traffic.Arrivals.class).twice).isEmpty();
			assertThat(application.bean(NatsConnections.class).pool("default").snapshot().connections())
				.allMatch((connection) -> connection.reconnects() == 0 && connection.rebuilds() > 0);
			// the old one leaves a little later
			await(() -> !connections().contains("CN=client"));
		}
	}

	@Test
	void aWrongNewIdentityInterruptsNothing() throws Exception {
		try (TestApplication application = application()) {
			Instant end = Instant.now().minusSeconds(60);
			rotate(authority.issue("expired", end.minusSeconds(60), end));
			Events events = application.bean(Events.class);
			await(() -> !events.failed.isEmpty());
			assertThat(events.failed).extracting(NatsConnectionEvent.TlsFailed::reason)
				.anyMatch(
						(reason) -> reason.contains("refuses the certificate") && reason.contains("SSL bundle 'nats'"));
			assertThat(application.bean(NatsConnections.class).pool("default").isConnected()).isTrue();
			rotate(authority.issue("right"));
			await(() -> !events.renewed.isEmpty());
		}
	}

	/** Replaces the files that the bundle names. */
	private void rotate(CertificateFiles next) throws Exception {
		Files.move(next.key(), this.files.key(), StandardCopyOption.REPLACE_EXISTING);
		Files.move(next.certificate(), this.files.certificate(), StandardCopyOption.REPLACE_EXISTING);
	}

	private TestApplication application() {
		return TestApplication.with(Traffic.Arrivals.class, Events.class)
			.property("nats.ssl.bundle", "nats")
			.property("nats.reconnect.initial", "50ms")
			.property(BUNDLE + "truststore.certificate", "file:" + authority.authorityFile())
			.property(BUNDLE + "keystore.certificate", "file:" + this.files.certificate())
			.property(BUNDLE + "keystore.private-key", "file:" + this.files.key())
			.property(BUNDLE + "reload-on-update", "true")
			.property("spring.ssl.bundle.watch.file.quiet-period", "20ms")
			.property("nats.jetstream.streams.T.subjects", "t.js")
			.start("nats://localhost:" + server.port());
	}

	private static String connections() {
		try {
			return HTTP
				.send(HttpRequest.newBuilder(URI.create(server.monitorUrl() + "/connz?auth=1")).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Events {

		final Set<NatsConnectionEvent.Renewed> renewed = ConcurrentHashMap.newKeySet();

		final Set<NatsConnectionEvent.TlsFailed> failed = ConcurrentHashMap.newKeySet();

		@EventListener
		void on(NatsConnectionEvent.Renewed event) {
			this.renewed.add(event);
		}

		@EventListener
		void on(NatsConnectionEvent.TlsFailed event) {
			this.failed.add(event);
		}

	}

}

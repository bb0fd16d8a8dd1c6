package dev.natsboot.security.callout;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import dev.natsboot.TestApplication;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server asks responders whom it lets in.
 */
@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class ThreatCalloutTests {

	@TempDir
	static Path folder;

	private static Path issuer;

	private static EmbeddedNatsServer server;

	private static TestApplication responder;

	@BeforeAll
	static void start() throws Exception {
		NKey key = NKey.createAccount(null);
		issuer = Files.writeString(folder.resolve("issuer"), new String(key.getSeed()));
		server = EmbeddedNatsServer.builder()
			.configuration(
					"accounts { APP { jetstream: enabled }, SYS {}, AUTH { users: [ { user: auth, password: auth } ] } }",
					"system_account: SYS",
					"authorization { auth_callout { issuer: " + new String(key.getPublicKey())
							+ ", account: AUTH, auth_users: [ auth ] } }")
			.clientUser("auth", "auth")
			.start();
		responder = CalloutApplication.start("first", server.url(), issuer);
	}

	@AfterAll
	static void stop() {
		responder.close();
		server.close();
	}

	@Test
	void scopesBecomePermissions() throws Exception {
		Errors writerErrors = new Errors();
		Errors readerErrors = new Errors();
		try (Connection writer = connect("ann", 60, "openid write", (options) -> options.errorListener(writerErrors));
				Connection reader = connect("bob", 60, "read", (options) -> options.errorListener(readerErrors))) {
			List<String> received = new CopyOnWriteArrayList<>();
			reader.createDispatcher((message) -> received.add(message.getSubject())).subscribe("orders.>");
			reader.flush(Duration.ofSeconds(10));
			writer.publish("orders.secret", null);
			writer.publish("payments.new", null);
			writer.publish("orders.new", null);
			await(() -> received.contains("orders.new"));
			assertThat(received).containsExactly("orders.new");
			writer.subscribe("orders.>");
			writer.subscribe("_INBOX_bob.x");
			writer.subscribe("_INBOX_ann.x");
			// the reader has no rule that lets it publish: it may publish nothing
			reader.publish("orders.new", null);
			await(() -> readerErrors.all.size() == 1 && writerErrors.all.size() == 4);
			assertThat(readerErrors.all.get(0)).contains("Permissions Violation for Publish");
			assertThat(writerErrors.all).anyMatch((error) -> error.contains("_INBOX_bob.x"))
				.noneMatch((error) -> error.contains("_INBOX_ann.x"));
		}
	}

	@Test
	void refusesWhoHasNoTokenNoRuleOrNoProperName() {
		refused("forged");
		refused(CalloutApplication.token("ann", 60, "other writer"));
		refused(CalloutApplication.token("*", 60, "write"));
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> Nats.connect(options().build()).close());
	}

	@Test
	@DisplayName("33 a token that expires while the credential is issued is refused")
	void expiresWhileIssuing() {
		refused(CalloutApplication.token(CalloutApplication.Verifier.LATE, 1, "write"));
		refused(CalloutApplication.token("ann", -5, "write"));
	}

	@Test
	void aClientStaysAsLongAsItsTokenAndComesBackWithANewOne() throws Exception {
		List<Integer> lives = new CopyOnWriteArrayList<>(List.of(3, 60));
		try (Connection client = Nats
			.connect(Options.builder()
				.server(server.url())
				.maxReconnects(-1)
				.reconnectWait(Duration.ofMillis(50))
				.tokenSupplier(() -> CalloutApplication
					.token("ann", (lives.size() > 1) ? lives.remove(0) : lives.get(0), "write")
					.toCharArray())
				.build())) {
			await(() -> client.getStatistics().getReconnects() > 0
					&& client.getStatus() == Connection.Status.CONNECTED);
		}
	}

	@Test
	void oneOfTwoRespondersIsKilled() throws Exception {
		Process second = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				CalloutApplication.class.getName(), "second", server.url(), issuer.toString())
			.redirectErrorStream(true)
			.redirectOutput(new File("target/second-responder.log"))
			.start();
		try {
			await(() -> server.connections().contains("second"));
			letsIn(20);
		}
		finally {
			second.destroyForcibly().waitFor();
		}
		await(() -> !server.connections().contains("second"));
		letsIn(20);
	}

	@Test
	void namesWhatIsMissing() {
		assertThatException()
			.isThrownBy(() -> TestApplication.with()
				.property("nats.security.auth-callout.enabled", "true")
				.property("nats.security.auth-callout.rules[0].value", "read")
				.start(server.url()))
			.withStackTraceContaining("No audience is set");
	}

	private static void letsIn(int clients) throws Exception {
		for (int i = 0; i < clients; i++) {
			connect("ann", 60, "write", UnaryOperator.identity()).close();
		}
	}

	private static void refused(String token) {
		// the client waits for as long before it looks at what the server has said
		assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> connect(token, (options) -> options.connectionTimeout(Duration.ofSeconds(2))).close());
	}

	private static Connection connect(String name, int seconds, String scopes,
			UnaryOperator<Options.Builder> customizer) throws Exception {
		return connect(CalloutApplication.token(name, seconds, scopes), customizer);
	}

	private static Connection connect(String token, UnaryOperator<Options.Builder> customizer) throws Exception {
		return Nats.connect(customizer.apply(options().connectionTimeout(Duration.ofSeconds(10)))
			.token(token.toCharArray())
			.build());
	}

	private static Options.Builder options() {
		return Options.builder().server(server.url()).maxReconnects(0);
	}

	private static final class Errors implements ErrorListener {

		private final List<String> all = new CopyOnWriteArrayList<>();

		@Override
		public void errorOccurred(Connection connection, String error) {
			this.all.add(error);
		}

	}

}

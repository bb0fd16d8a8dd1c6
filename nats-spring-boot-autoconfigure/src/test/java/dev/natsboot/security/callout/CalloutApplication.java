package dev.natsboot.security.callout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.natsboot.TestApplication;

/**
 * An application that lets clients in. Its tokens are texts of a name, the seconds that
 * they live, and scopes.
 */
final class CalloutApplication {

	private static final String PREFIX = "nats.security.auth-callout.";

	private CalloutApplication() {
	}

	/**
	 * Run until the input ends.
	 */
	public static void main(String[] args) throws IOException {
		try (TestApplication application = start(args[0], args[1], Path.of(args[2]))) {
			while (System.in.read() >= 0) {
				// goes on
			}
		}
	}

	static TestApplication start(String name, String server, Path issuer) {
		return TestApplication.with(Verifier.class)
			.property("nats.connection-name", name)
			.property("nats.username", "auth")
			.property("nats.password", "auth")
			.property("nats.reconnect.initial", "50ms")
			.property(PREFIX + "enabled", "true")
			.property(PREFIX + "issuer-seed-file", issuer)
			.property(PREFIX + "account", "APP")
			.property(PREFIX + "rules[0].value", "write")
			.property(PREFIX + "rules[0].publish-allow", "orders.>")
			.property(PREFIX + "rules[0].publish-deny", "orders.secret")
			.property(PREFIX + "rules[0].subscribe-allow", "_INBOX_{name}.>")
			.property(PREFIX + "rules[1].value", "read")
			.property(PREFIX + "rules[1].subscribe-allow", "orders.>")
			.start(server);
	}

	static String token(String name, int seconds, String scopes) {
		return name + ":" + seconds + ":" + scopes;
	}

	static class Verifier implements CalloutTokenVerifier {

		/** A token of this name takes so long that it expires meanwhile. */
		static final String LATE = "late";

		@Override
		public VerifiedToken verify(String token) {
			String[] parts = token.split(":", -1);
			if (parts.length != 3) {
				throw new CalloutRefusedException("not a token");
			}
			Instant end = Instant.now().plusSeconds(Integer.parseInt(parts[1]));
			if (parts[0].equals(LATE)) {
				TestApplication.pass(Duration.between(Instant.now(), end).plusMillis(10));
			}
			return new VerifiedToken(parts[0], end, Map.of("scope", parts[2]));
		}

	}

}

package dev.natsboot.security;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.security.callout.CalloutTokenVerifier;
import dev.natsboot.security.callout.VerifiedToken;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.NKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the tokens of clients are verified as those of messages are, without a bean
 * of the application's own.
 */
class CalloutTokenTests {

	@Test
	void tokensOfClientsAreThoseOfTheIssuersThatAreTrusted(@TempDir Path folder) throws Exception {
		Path seed = Files.writeString(folder.resolve("issuer"), new String(NKey.createAccount(null).getSeed()));
		try (TestIssuer issuer = TestIssuer.start();
				TestApplication application = TestApplication.with()
					.property("nats.security.auth-callout.enabled", "true")
					.property("nats.security.auth-callout.issuer-seed-file", seed)
					.property("nats.security.auth-callout.rules[0].value", "read")
					.property("nats.security.jwt.mode", "off")
					.property("nats.security.jwt.audiences", TestIssuer.AUDIENCE)
					.property("nats.security.jwt.issuers[0].issuer-uri", issuer.url())
					.property("nats.security.jwt.issuers[0].jwk-set-uri", issuer.jwkSetUri())
					.start(TestServer.url())) {
			CalloutTokenVerifier verifier = application.bean(CalloutTokenVerifier.class);
			VerifiedToken verified = verifier.verify(issuer.token());
			assertThat(verified.name()).isEqualTo("alice");
			assertThat(verified.claims()).containsEntry("scope", "read");
			String foreign = issuer.token((claims) -> claims.audience("others"));
			assertThatExceptionOfType(RefusedTokenException.class).isThrownBy(() -> verifier.verify(foreign));
			String eternal = issuer.token((claims) -> claims.expirationTime(null));
			assertThatExceptionOfType(RefusedTokenException.class).isThrownBy(() -> verifier.verify(eternal));
		}
	}

}

package dev.natsboot.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.natsboot.security.token.KeySet;
import dev.natsboot.security.token.KeySetSettings;
import dev.natsboot.security.token.NatsTokenVerifier;
import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import dev.natsboot.security.token.SignatureAlgorithms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of verified tokens that are remembered, and of keys that come and go.
 */
class NatsTokenVerifierTests {

	private static final KeySetSettings QUICK = new KeySetSettings(Duration.ofMillis(200), Duration.ofMillis(50),
			Duration.ofMinutes(1), Duration.ofSeconds(1));

	private final TestIssuer issuer = TestIssuer.start();

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private NatsTokenVerifier verifier(int cacheSize) {
		return new NatsTokenVerifier(Map.of(this.issuer.url(), KeySet.at(this.issuer.jwkSetUri(), QUICK)),
				List.of(TestIssuer.AUDIENCE), SignatureAlgorithms.DEFAULTS, Duration.ZERO, cacheSize);
	}

	private static Refusal refusal(NatsTokenVerifier verifier, String token, Instant at) {
		try {
			verifier.verify(token, at);
			return null;
		}
		catch (RefusedTokenException ex) {
			return ex.getRefusal();
		}
	}

	@Test
	void aVerifiedTokenIsRememberedAndItsTimeIsCheckedEachTime() {
		NatsTokenVerifier verifier = verifier(10);
		String token = this.issuer.token();
		assertThat(verifier.verify(token, Instant.now())).isSameAs(verifier.verify(token, Instant.now()));
		assertThat(refusal(verifier, token, Instant.now().plusSeconds(600))).isEqualTo(Refusal.EXPIRED);
	}

	@Test
	void onlySoManyTokensAreRemembered() {
		NatsTokenVerifier verifier = verifier(1);
		String first = this.issuer.token();
		Object remembered = verifier.verify(first, Instant.now());
		verifier.verify(this.issuer.token((claims) -> claims.subject("bob")), Instant.now());
		assertThat(verifier.verify(first, Instant.now())).isNotSameAs(remembered);
	}

	@Test
	void aRememberedTokenIsRefusedWhenItsKeyIsWithdrawn() throws Exception {
		NatsTokenVerifier verifier = verifier(10);
		String token = this.issuer.token();
		verifier.verify(token, Instant.now());
		RSAKey other = new RSAKeyGenerator(2048).keyID("other").generate();
		this.issuer.keys(new JWKSet(other));
		await(() -> refusal(verifier, token, Instant.now()) != null);
		assertThat(refusal(verifier, token, Instant.now())).isIn(Refusal.UNKNOWN_KEY, Refusal.RATE_LIMITED);
	}

	@Test
	void aNewKeyIsFound() throws Exception {
		NatsTokenVerifier verifier = verifier(10);
		this.issuer.keys(new JWKSet(new RSAKeyGenerator(2048).keyID("other").generate()));
		assertThat(refusal(verifier, this.issuer.token(), Instant.now())).isEqualTo(Refusal.UNKNOWN_KEY);
		this.issuer.keys(new JWKSet(this.issuer.key()));
		await(() -> refusal(verifier, this.issuer.token(), Instant.now()) == null);
	}

	@Test
	void anIssuerThatIsAwayIsToldFromAKeyThatIsNotThere() {
		NatsTokenVerifier verifier = verifier(10);
		this.issuer.away(true);
		for (int i = 0; i < 5; i++) {
			assertThat(refusal(verifier, this.issuer.token(), Instant.now())).isEqualTo(Refusal.KEYS_UNREACHABLE);
		}
	}

	@Test
	void nothingOfATokenIsInWhatIsThrown() {
		String token = this.issuer.token((claims) -> claims.audience("x"));
		assertThatExceptionOfType(RefusedTokenException.class)
			.isThrownBy(() -> verifier(10).verify(token, Instant.now()))
			.satisfies((ex) -> assertThat(ex).hasNoCause().hasMessage("Refused: audience"));
		assertThatExceptionOfType(RefusedTokenException.class)
			.isThrownBy(() -> verifier(10).verify("secret.secret.secret", Instant.now()))
			.satisfies((ex) -> assertThat(ex).hasNoCause().hasMessage("Refused: malformed"));
	}

	@Test
	void symmetricAlgorithmsCannotBeAllowed() {
		assertThatIllegalArgumentException().isThrownBy(() -> SignatureAlgorithms.check(List.of(JWSAlgorithm.HS256)));
		assertThatIllegalArgumentException().isThrownBy(() -> SignatureAlgorithms.check(List.of()));
	}

}

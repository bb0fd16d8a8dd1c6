package dev.natsboot.security.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RenewableTokenTests {

	private final AtomicReference<String> source = new AtomicReference<>(token("{\"iat\":1000,\"exp\":2000}"));

	private final RenewableToken token = new RenewableToken(() -> this.source.get().toCharArray());

	@Test
	void isDueInTheLastFifthOfItsLifeWhenThereIsOneThatLivesLonger() {
		assertThat(isDue(1999)).as("not used yet").isFalse();
		this.token.get();
		assertThat(isDue(1999)).as("no other").isFalse();
		this.source.set(token("{\"exp\":3000}"));
		assertThat(isDue(1799)).isFalse();
		assertThat(isDue(1800)).isTrue();
		this.source.set(token("{\"exp\":1900}"));
		assertThat(isDue(1999)).as("an older one").isFalse();
	}

	@Test
	void isDueInTimeWhereLifeIsShort() {
		this.token.get();
		this.source.set(token("{\"exp\":3000}"));
		assertThat(this.token.isDue(Instant.ofEpochSecond(1500), Duration.ofSeconds(499))).isFalse();
		assertThat(this.token.isDue(Instant.ofEpochSecond(1500), Duration.ofSeconds(500))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "secret", "a.b.c", "a.e30.c", "a.bnVsbA.c" })
	void isNeverDueForWhatDoesNotExpire(String other) {
		this.source.set(other);
		this.token.get();
		assertThat(isDue(5000)).isFalse();
	}

	private boolean isDue(long second) {
		return this.token.isDue(Instant.ofEpochSecond(second), Duration.ofSeconds(1));
	}

	private static String token(String claims) {
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".sig";
	}

}

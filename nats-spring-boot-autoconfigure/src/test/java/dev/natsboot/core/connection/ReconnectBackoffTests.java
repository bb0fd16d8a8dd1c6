package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.natsboot.core.Backoff;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReconnectBackoff}.
 */
class ReconnectBackoffTests {

	@Test
	void growsUpToTheMaximum() {
		ReconnectBackoff backoff = new ReconnectBackoff(
				new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 0));
		assertThat(IntStream.rangeClosed(1, 7).mapToObj(backoff::delay).map(Duration::toSeconds)).containsExactly(1L,
				2L, 4L, 8L, 16L, 30L, 30L);
		assertThat(backoff.delay(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void theFirstAttemptIsPrompt() {
		assertThat(ReconnectBackoff.DEFAULT.getWaitTime(0)).isBetween(Duration.ZERO, Duration.ofMillis(100));
	}

	@Test
	void jitterStaysWithinItsFraction() {
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> ReconnectBackoff.DEFAULT.delay(1)))
			.allSatisfy((delay) -> assertThat(delay).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200)));
	}

	@Test
	void refusesWhatCannotWork() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectBackoff(new Backoff(Duration.ZERO, 2, second, 0)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectBackoff(new Backoff(second, 0.5, second, 0)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectBackoff(new Backoff(second, 2, Duration.ofMillis(1), 0)));
		assertThatIllegalArgumentException().isThrownBy(() -> new ReconnectBackoff(new Backoff(second, 2, second, 1)));
	}

}

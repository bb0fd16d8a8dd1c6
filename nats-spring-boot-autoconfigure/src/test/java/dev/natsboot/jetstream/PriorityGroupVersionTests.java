package dev.natsboot.jetstream;

import java.time.Duration;

import io.nats.client.api.ServerInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that are too old for a priority policy, which are not at hand.
 */
class PriorityGroupVersionTests {

	private static ServerInfo server(String version) {
		return new ServerInfo("{\"server_id\":\"id\",\"version\":\"" + version + "\"}");
	}

	@Test
	void tellsWhichVersionIsNeeded() {
		PriorityGroup pinned = PriorityGroup.pinned("jobs", Duration.ofSeconds(3));
		assertThatExceptionOfType(ConsumerUnavailableException.class)
			.isThrownBy(() -> Consumers.checkVersion(pinned, server("2.10.29")))
			.withMessageContainingAll("2.10.29", "'priorityPolicy' pinned_client", "2.11.0");
		assertThatCode(() -> Consumers.checkVersion(pinned, server("2.11.0"))).doesNotThrowAnyException();
		PriorityGroup prioritized = PriorityGroup.prioritized("jobs", 1);
		assertThatExceptionOfType(ConsumerUnavailableException.class)
			.isThrownBy(() -> Consumers.checkVersion(prioritized, server("2.11.9")))
			.withMessageContaining("2.12.0");
	}

}

package dev.natsboot.core.connection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerUrl}.
 */
class ServerUrlTests {

	@ParameterizedTest
	@CsvSource({ "nats://host:1, nats://host:1", "nats://me:pw@host:1, nats://host:1", "tls://token@host, tls://host",
			"nats://me:p@w@host:1, nats://host:1", "'[nats://a:b@c:1, nats://d:e@f:2]', '[nats://c:1, nats://f:2]'" })
	void leavesNoCredentials(String url, String expected) {
		assertThat(ServerUrl.withoutCredentials(url)).isEqualTo(expected);
	}

}

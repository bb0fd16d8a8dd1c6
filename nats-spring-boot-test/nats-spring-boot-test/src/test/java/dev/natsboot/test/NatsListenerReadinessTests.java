package dev.natsboot.test;

import java.time.Duration;

import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerRegistry;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NatsListenerReadiness}.
 */
@SpringBootTest
@EmbeddedNats
class NatsListenerReadinessTests {

	@Autowired
	private NatsListenerRegistry registry;

	@Autowired
	private NatsConnections connections;

	@Test
	void waitsForAListenerWhoseStreamComesLater() throws Exception {
		assertThatIllegalStateException()
			.isThrownBy(() -> NatsListenerReadiness.await(this.registry, Duration.ofMillis(1)))
			.withMessageContaining("'late' waits: ")
			.withMessageNotContaining("'manual'");
		this.connections.pool("default")
			.connection("late")
			.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("LATE").subjects("late").build());
		NatsListenerReadiness.await(this.registry, Duration.ofMinutes(1));
		assertThat(this.registry.find("late").orElseThrow().state()).isEqualTo(ListenerState.RUNNING);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ListeningApplication {

		@NatsListener(id = "late", subjects = "late", stream = "LATE", durable = "late")
		void late(byte[] payload) {
		}

		@NatsListener(id = "manual", subjects = "manual", autoStartup = "false")
		void manual(byte[] payload) {
		}

	}

}

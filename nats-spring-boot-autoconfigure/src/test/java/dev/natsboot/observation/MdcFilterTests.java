package dev.natsboot.observation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.Settlement;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MdcFilter}.
 */
class MdcFilterTests {

	@Test
	void handlersAndErrorHandlersLogWithTheKeys() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			try (Connection connection = Nats.connect(server.url())) {
				connection.jetStreamManagement()
					.addStream(StreamConfiguration.builder().name("L").subjects("l.>").build());
			}
			try (TestApplication application = TestApplication.with(Handlers.class)
				.property("nats.observation.mdc", "listener,subject,message-id")
				.start(server.url())) {
				Map<String, Map<String, String>> seen = application.bean(Handlers.class).seen;
				application.nats().to("l.work").payload("x").messageId("id-1").publish();
				application.nats().publish("l.work", "x");
				application.nats().send("l.core.1", "x");
				TestApplication.await(() -> seen.size() == 4);
				assertThat(seen.get("failure"))
					.isEqualTo(Map.of("nats.listener", "worker", "nats.subject", "l.work", "nats.message-id", "id-1"));
				assertThat(seen.get("id-1")).isEqualTo(seen.get("failure"));
				assertThat(seen.get("L:2")).containsEntry("nats.listener", "worker");
				assertThat(seen.get("core")).isEqualTo(Map.of("nats.listener", "core", "nats.subject", "l.core.*"));
			}
		}
	}

	@Test
	void withoutKeysItIsNotThere() {
		InboundHandler next = (message) -> null;
		ListenerDescription listener = new ListenerDescription("id", "default", List.of("s"), null, null, null);
		assertThat(new MdcFilter(Set.of()).apply(listener, next)).isSameAs(next);
	}

	static class Handlers {

		final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();

		@NatsListener(id = "worker", subjects = "l.work", durable = "worker")
		void work(String text) {
			this.seen.put(MDC.get("nats.message-id"), ours());
			if ("id-1".equals(MDC.get("nats.message-id"))) {
				throw new IllegalStateException("failing");
			}
		}

		@NatsListener(id = "core", subjects = "l.core.*")
		void core(String text) {
			this.seen.put("core", ours());
		}

		@Bean
		ErrorHandler natsErrorHandler() {
			return (failed) -> {
				this.seen.put("failure", ours());
				return Settlement.term("failed");
			};
		}

		private static Map<String, String> ours() {
			Map<String, String> ours = new ConcurrentHashMap<>(MDC.getCopyOfContextMap());
			ours.keySet().removeIf((key) -> !key.startsWith("nats."));
			return ours;
		}

	}

}

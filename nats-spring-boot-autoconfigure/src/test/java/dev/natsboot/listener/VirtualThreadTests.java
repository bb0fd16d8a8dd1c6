package dev.natsboot.listener;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.annotation.NatsListener;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers run on virtual threads where Boot says so and the JDK has them.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	private static final String STREAM = "VIRTUAL_THREADS";

	@BeforeAll
	static void createStream() throws Exception {
		try (Connection connection = Nats.connect(TestServer.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name(STREAM)
					.subjects("virtual.stream")
					.storageType(StorageType.Memory)
					.build());
		}
	}

	@AfterAll
	static void deleteStream() throws Exception {
		try (Connection connection = Nats.connect(TestServer.url())) {
			connection.jetStreamManagement().deleteStream(STREAM);
		}
	}

	@Test
	void allListenersUseThemWhenEnabled() {
		assertThat(handle(true))
			.containsExactlyInAnyOrderEntriesOf(Map.of("core", true, "concurrent", true, "stream", true));
	}

	@Test
	void noListenerUsesThemByDefault() {
		assertThat(handle(false))
			.containsExactlyInAnyOrderEntriesOf(Map.of("core", false, "concurrent", false, "stream", false));
	}

	private static Map<String, Boolean> handle(boolean enabled) {
		try (TestApplication application = TestApplication.with(Handlers.class)
			.property("spring.threads.virtual.enabled", enabled)
			.start(TestServer.url())) {
			Map<String, Boolean> virtual = application.bean(Handlers.class).virtual;
			application.nats().send("virtual.core", null);
			application.nats().send("virtual.concurrent", null);
			application.nats().publish("virtual.stream", null);
			TestApplication.await(() -> virtual.size() == 3);
			return Map.copyOf(virtual);
		}
	}

	/**
	 * {@code Thread.isVirtual()}, which the tests' source level does not know.
	 */
	private static boolean isVirtual() {
		try {
			return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One listener of each kind.
	 */
	static class Handlers {

		private final Map<String, Boolean> virtual = new ConcurrentHashMap<>();

		@NatsListener("virtual.core")
		void core(byte[] payload) {
			this.virtual.put("core", isVirtual());
		}

		@NatsListener(subjects = "virtual.concurrent", concurrency = "3")
		void concurrent(byte[] payload) {
			this.virtual.put("concurrent", isVirtual());
		}

		@NatsListener(subjects = "virtual.stream", durable = "virtual")
		void stream(byte[] payload) {
			this.virtual.put("stream", isVirtual());
		}

	}

}

package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnections;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application of functions, as a user would have it.
 */
final class TestApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Builder with(Class<?>... beans) {
		return new Builder(List.of(beans));
	}

	/**
	 * Waits until a condition holds; what it throws meanwhile counts as not yet.
	 */
	static void eventually(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(10))
			.ignoreExceptions()
			.until(condition);
	}

	/**
	 * Lets some time pass.
	 */
	static void pass(Duration time) {
		long begin = System.nanoTime();
		eventually(() -> System.nanoTime() - begin > time.toNanos());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	NatsOperations nats() {
		return this.context.getBean(NatsOperations.class);
	}

	StreamBridge bridge() {
		return this.context.getBean(StreamBridge.class);
	}

	BindingsLifecycleController bindings() {
		return this.context.getBean(BindingsLifecycleController.class);
	}

	Connection connection() {
		return this.context.getBean(NatsConnections.class).pool("default").connection("");
	}

	JetStreamManagement management() throws Exception {
		return connection().jetStreamManagement();
	}

	ConsumerInfo consumer(String stream, String name) throws Exception {
		return management().getConsumerInfo(stream, name);
	}

	MessageInfo last(String stream, String subject) throws Exception {
		return management().getLastMessage(stream, subject);
	}

	void awaitSettled(String stream, String consumer) {
		eventually(() -> {
			ConsumerInfo info = consumer(stream, consumer);
			return info.getNumPending() == 0 && info.getNumAckPending() == 0;
		});
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Describes an application.
	 */
	static final class Builder {

		private final List<Class<?>> beans;

		private final Map<String, Object> properties = new LinkedHashMap<>();

		private Builder(List<Class<?>> beans) {
			this.beans = beans;
			property("spring.main.banner-mode", "off");
			property("spring.application.name", "test-application");
			property("spring.cloud.stream.default.consumer.back-off-initial-interval", "20");
			property("nats.reconnect.initial", "50ms");
			property("logging.level.org.springframework.integration.handler.LoggingHandler", "off");
		}

		Builder property(String name, Object value) {
			this.properties.put(name, value);
			return this;
		}

		/**
		 * A consumer binding: its destination and its group.
		 */
		Builder input(String binding, String destination, String group) {
			property("spring.cloud.stream.bindings." + binding + ".destination", destination);
			return property("spring.cloud.stream.bindings." + binding + ".group", group);
		}

		Builder output(String binding, String destination) {
			return property("spring.cloud.stream.bindings." + binding + ".destination", destination);
		}

		Builder binding(String binding, String name, Object value) {
			return property("spring.cloud.stream.bindings." + binding + "." + name, value);
		}

		Builder nats(String binding, String name, Object value) {
			return property("spring.cloud.stream.nats.bindings." + binding + "." + name, value);
		}

		Builder functions(String definition) {
			return property("spring.cloud.function.definition", definition);
		}

		TestApplication start() {
			return start(TestServer.url());
		}

		TestApplication start(String server) {
			this.properties.putIfAbsent("nats.servers", server);
			SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE);
			builder.sources(this.beans.toArray(Class<?>[]::new));
			return new TestApplication(builder.run(this.properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new)));
		}

	}

	/**
	 * The application's main class.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

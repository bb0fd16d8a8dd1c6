package dev.natsboot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.natsboot.core.NatsOperations;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import dev.natsboot.listener.ListenerState;
import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application as a user would have it: auto-configured, with beans of a test's own.
 */
public final class TestApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static Builder with(Class<?>... beans) {
		return new Builder(List.of(beans));
	}

	public static void await(Supplier<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(condition::get);
	}

	/**
	 * Lets some time pass, for what must not happen within it.
	 */
	public static void pass(Duration time) {
		long begin = System.nanoTime();
		await(() -> System.nanoTime() - begin > time.toNanos());
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public NatsOperations nats() {
		return this.context.getBean(NatsOperations.class);
	}

	public NatsListenerContainer listener(String id) {
		return bean(NatsListenerRegistry.class).find(id).orElseThrow();
	}

	public void awaitState(String id, ListenerState state) {
		await(() -> listener(id).state() == state);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Describes an application.
	 */
	public static final class Builder {

		private final List<Class<?>> beans;

		private final Map<String, Object> properties = new LinkedHashMap<>();

		private Builder(List<Class<?>> beans) {
			this.beans = beans;
		}

		public Builder property(String name, Object value) {
			this.properties.put(name, value);
			return this;
		}

		public TestApplication start(String... servers) {
			property("nats.servers", String.join(",", servers));
			property("spring.main.banner-mode", "off");
			// there is a tracer on the tests' class path
			this.properties.putIfAbsent("nats.observation.enabled", "false");
			property("spring.application.name", "test-application");
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

package dev.natsboot.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import io.nats.client.Connection;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Our side: an application as a user would have it, with the defaults.
 */
final class Application implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Application(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Application start(String url, Map<String, String> properties) {
		return run(url, properties, builder());
	}

	static Application start(String url, Map<String, String> properties, Sink sink, Class<?> handlers) {
		SpringApplicationBuilder builder = builder();
		builder.sources(handlers);
		builder.initializers((context) -> context.getBeanFactory().registerSingleton("sink", sink));
		return run(url, properties, builder);
	}

	static Application start(String url, ApplicationContextInitializer<?> initializer) {
		return run(url, Map.of(), builder().initializers(initializer));
	}

	private static SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(Plain.class).web(WebApplicationType.NONE);
	}

	private static Application run(String url, Map<String, String> properties, SpringApplicationBuilder builder) {
		Map<String, String> all = new LinkedHashMap<>(properties);
		all.put("nats.servers", url);
		all.put("spring.main.banner-mode", "off");
		all.put("logging.level.root", "warn");
		return new Application(builder.run(all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new)));
	}

	NatsOperations nats() {
		return this.context.getBean(NatsOperations.class);
	}

	/**
	 * The connection that the template uses for a subject.
	 */
	Connection connection(String subject) {
		return bean(NatsConnections.class).pool(NatsConnections.DEFAULT_NAME).connection(subject);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	NatsListenerContainer listener(String id) {
		return bean(NatsListenerRegistry.class).find(id).orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application's main class.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

}

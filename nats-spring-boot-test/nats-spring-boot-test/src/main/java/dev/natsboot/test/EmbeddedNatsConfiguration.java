package dev.natsboot.test;

import java.util.List;

import dev.natsboot.autoconfigure.NatsConnectionDetails;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Gives an application a {@code nats-server} at development time. A main class among the
 * tests adds it:
 *
 * <pre class="code">
 * public static void main(String[] args) {
 * 	SpringApplication.from(OrderApplication::main).with(EmbeddedNatsConfiguration.class).run(args);
 * }
 * </pre>
 *
 * If a {@code nats-server} listens on {@code nats.development.port} (4222) already, it is
 * used and left alone. If not, one is started there, with JetStream, and ends with the
 * application; its data is kept for the next time. What the properties say about the
 * default connection's servers and credentials does not matter.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddedNatsProperties.class)
public class EmbeddedNatsConfiguration {

	@Bean
	DevelopmentServer natsDevelopmentServer(EmbeddedNatsProperties properties) {
		return DevelopmentServer.open(properties);
	}

	@Bean
	@Primary
	NatsConnectionDetails natsDevelopmentConnectionDetails(DevelopmentServer server) {
		return new EmbeddedNatsConnectionDetails(List.of(server.url()), null, null);
	}

}

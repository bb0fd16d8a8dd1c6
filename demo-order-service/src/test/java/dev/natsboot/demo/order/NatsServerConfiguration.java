package dev.natsboot.demo.order;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A server for the application, and a client in the inventory service's place.
 */
@TestConfiguration(proxyBeanMethods = false)
class NatsServerConfiguration {

	@Bean
	EmbeddedNatsServer natsServer() {
		return EmbeddedNatsServer.start();
	}

	@Bean
	DynamicPropertyRegistrar natsProperties(EmbeddedNatsServer server) {
		return (registry) -> registry.add("nats.servers", server::url);
	}

	@Bean
	Connection inventory(EmbeddedNatsServer server) throws Exception {
		return Nats.connect(server.url());
	}

}

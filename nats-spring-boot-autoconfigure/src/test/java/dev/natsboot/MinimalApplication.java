package dev.natsboot;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.PayloadConversionException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that needs nothing but Spring Boot and NATS. Run on class paths that
 * have no more than that, so it names no class of anything else.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class MinimalApplication {

	@NatsListener("minimal.text")
	String text(String name) {
		return "Hello " + name;
	}

	@NatsListener("minimal.bytes")
	byte[] bytes(byte[] payload) {
		return new byte[] { payload[1], payload[0] };
	}

	/**
	 * Starts the application, calls both listeners and stops it.
	 * @return what they answered
	 */
	static List<String> callListeners(String server) {
		try (ConfigurableApplicationContext context = start(server)) {
			NatsOperations nats = context.getBean(NatsOperations.class);
			return List.of(nats.request("minimal.text", "NATS", String.class),
					Arrays.toString(nats.request("minimal.bytes", new byte[] { 1, 2 }, byte[].class)));
		}
	}

	/**
	 * Starts the application, sends an object and stops it.
	 * @return why it could not be sent, or an empty text
	 */
	static String sendObject(String server) {
		try (ConfigurableApplicationContext context = start(server)) {
			context.getBean(NatsOperations.class).send("minimal.object", Map.of("sku", "A1"));
			return "";
		}
		catch (PayloadConversionException ex) {
			return ex.getMessage();
		}
	}

	private static ConfigurableApplicationContext start(String server) {
		return SpringApplication.run(MinimalApplication.class, "--nats.servers=" + server,
				"--spring.main.banner-mode=off");
	}

}

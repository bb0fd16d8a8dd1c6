package dev.natsboot.cloud.stream.binder;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import dev.natsboot.core.connection.NatsConnections;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that is processed ahead of time and then run.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class AotMain {

	@Bean
	Function<String, String> upper() {
		return String::toUpperCase;
	}

	public static void main(String[] args) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(AotMain.class, args)) {
			context.getBean(StreamBridge.class).send("aot.in", "hello");
			Connection connection = context.getBean(NatsConnections.class).pool("default").connection("");
			JetStreamSubscription results = connection.jetStream()
				.subscribe("aot.out", PullSubscribeOptions.builder().build());
			Message result = results.fetch(1, Duration.ofSeconds(20)).get(0);
			System.out.println("AOT=" + AotDetector.useGeneratedArtifacts() + " result="
					+ new String(result.getData(), StandardCharsets.UTF_8));
		}
	}

}

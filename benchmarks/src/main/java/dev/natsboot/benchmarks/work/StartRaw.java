package dev.natsboot.benchmarks.work;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The same minimal application with a hand-written connection and subscription. Started
 * without the library on the class path.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartRaw {

	private final AtomicLong messages = new AtomicLong();

	/**
	 * Starts the application, says so, and ends with its input.
	 * @param args the server's address
	 */
	public static void main(String[] args) throws IOException {
		SpringApplication.run(StartRaw.class, "--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--bench.url=" + args[0]);
		Started.say();
	}

	@Bean
	Connection natsConnection(@Value("${bench.url}") String url)
			throws IOException, InterruptedException, TimeoutException {
		Connection connection = Nats.connect(url);
		Dispatcher dispatcher = connection
			.createDispatcher((message) -> this.messages.addAndGet(message.getData().length));
		dispatcher.subscribe("bench.started");
		connection.flush(Duration.ofSeconds(5));
		return connection;
	}

}

package dev.natsboot.benchmarks.work;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import dev.natsboot.annotation.NatsListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A minimal application with the starter: one listener.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartOurs {

	private final AtomicLong messages = new AtomicLong();

	/**
	 * Starts the application, says so, and ends with its input.
	 * @param args the server's address
	 */
	public static void main(String[] args) throws IOException {
		SpringApplication.run(StartOurs.class, "--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--nats.servers=" + args[0]);
		Started.say();
	}

	@NatsListener("bench.started")
	void handle(byte[] payload) {
		this.messages.addAndGet(payload.length);
	}

}

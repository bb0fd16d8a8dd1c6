package dev.natsboot.demo.order;

import dev.natsboot.test.EmbeddedNatsConfiguration;

import org.springframework.boot.SpringApplication;

/**
 * The order service alone, at development time, with a server of its own.
 */
final class TestOrderServiceApplication {

	private TestOrderServiceApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.from(OrderServiceApplication::main).with(EmbeddedNatsConfiguration.class).run(args);
	}

}

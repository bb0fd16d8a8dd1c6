package dev.natsboot.demo.order;

import dev.natsboot.test.EmbeddedNatsConfiguration;

import org.springframework.boot.SpringApplication;

/**
 * The order service alone, with a server for development time.
 */
class TestOrderServiceApplication {

	public static void main(String[] args) {
		SpringApplication.from(OrderServiceApplication::main).with(EmbeddedNatsConfiguration.class).run(args);
	}

}

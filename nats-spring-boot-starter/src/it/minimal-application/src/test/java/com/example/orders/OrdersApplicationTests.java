package com.example.orders;

import dev.natsboot.core.NatsOperations;
import dev.natsboot.test.EmbeddedNats;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.awaitility.Awaitility.await;

@SpringBootTest
@EmbeddedNats
class OrdersApplicationTests {

	@Autowired
	private NatsOperations nats;

	@Test
	void aCreatedOrderIsFound() {
		Order order = new Order("4711", "A1", 2);
		this.nats.send("orders.created", order);
		await().until(() -> this.nats.request("orders.find", "4711", Order.class), order::equals);
	}

}

package dev.natsboot;

import dev.natsboot.annotation.NatsListener;
import dev.natsboot.annotation.SubjectToken;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.junit.jupiter.api.Test;

/**
 * The sample that the README begins with.
 */
class ReadmeSampleTests {

	@Test
	void works() {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestApplication application = TestApplication.with(Orders.class, Bills.class)
					.property("nats.jetstream.streams.ORDERS.subjects", "orders.*.created,orders.*.billed")
					.start(server.url())) {
			application.nats().publish("orders.eu.created", new Orders.Order("1", 3));
			TestApplication.await(() -> application.bean(Bills.class).price == 21);
		}
	}

	static class Bills {

		volatile int price;

		@NatsListener(subjects = "orders.*.billed", durable = "bills")
		void billed(int price) {
			this.price = price;
		}

	}

	static class Orders {

		private final NatsOperations nats;

		Orders(NatsOperations nats) {
			this.nats = nats;
		}

		record Order(String id, int quantity) {
		}

		@NatsListener(subjects = "orders.price", queue = "pricing")
		int price(Order order) {
			return order.quantity() * 7;
		}

		@NatsListener(subjects = "orders.{region}.created", durable = "billing")
		void created(Order order, @SubjectToken String region) {
			int price = this.nats.request("orders.price", order, Integer.class);
			this.nats.publish("orders." + region + ".billed", price);
		}

	}

}

package dev.natsboot.demo.inventory;

import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsOperations;
import jakarta.validation.Valid;

import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Hears of new orders. The message is acknowledged after the outcome is in its stream; if
 * that fails it is delivered again and the stored outcome is published.
 */
@Component
class OrderListener {

	private final InventoryService service;

	private final NatsOperations nats;

	OrderListener(InventoryService service, NatsOperations nats) {
		this.service = service;
		this.nats = nats;
	}

	@NatsListener(durable = "inventory", subjects = "orders.created")
	void onOrderCreated(@Payload @Valid OrderCreated order) {
		Reservation reservation = this.service.reserve(order);
		this.nats.to(reservation.subject()).payload(reservation).messageId(reservation.messageId()).publish();
	}

}

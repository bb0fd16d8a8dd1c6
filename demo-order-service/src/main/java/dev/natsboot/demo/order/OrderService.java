package dev.natsboot.demo.order;

import java.util.UUID;

import org.springframework.stereotype.Service;

/**
 * Takes orders in, each once.
 */
@Service
class OrderService {

	private final OrderStore store;

	private final OutboxRelay relay;

	OrderService(OrderStore store, OutboxRelay relay) {
		this.store = store;
		this.relay = relay;
	}

	/**
	 * Stores an order and has it published soon.
	 * @param request the order
	 * @return the order, and whether it is new
	 * @throws OrderConflictException if another order has the id that the client gave
	 */
	Acceptance accept(OrderRequest request) {
		String orderId = (request.orderId() != null) ? request.orderId() : UUID.randomUUID().toString();
		boolean created = this.store.insert(orderId, request);
		Order order = this.store.find(orderId).orElseThrow();
		if (!order.isFor(request)) {
			throw new OrderConflictException(orderId);
		}
		if (created) {
			this.relay.wake();
		}
		return new Acceptance(order, created);
	}

	/**
	 * An order that was taken in.
	 *
	 * @param order the order as it is stored
	 * @param created whether this request created it; otherwise the request was a
	 * duplicate
	 */
	record Acceptance(Order order, boolean created) {
	}

}

package dev.natsboot.demo.inventory;

import jakarta.validation.Valid;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;

/**
 * Decides about orders, each once.
 */
@Service
@Validated
class InventoryService {

	private final InventoryStore store;

	InventoryService(InventoryStore store) {
		this.store = store;
	}

	/**
	 * Sets stock aside for an order, or says why not. Stock and reservation change
	 * together. Asked again for the same order, it returns what was decided.
	 * @param order the order
	 * @return what became of it
	 * @throws org.springframework.dao.DuplicateKeyException if another instance decides
	 * about the same order at this moment; nothing has changed here then
	 * @throws jakarta.validation.ConstraintViolationException if it is no order
	 */
	@Transactional
	Reservation reserve(@Valid OrderCreated order) {
		return this.store.findReservation(order.orderId()).orElseGet(() -> decide(order));
	}

	private Reservation decide(OrderCreated order) {
		Reservation reservation = this.store.take(order.sku(), order.quantity())
				? new Reservation(order.orderId(), order.sku(), order.quantity(), Reservation.Outcome.RESERVED, null)
				: new Reservation(order.orderId(), order.sku(), order.quantity(), Reservation.Outcome.REJECTED,
						this.store.findStock(order.sku()).isPresent() ? "out of stock" : "unknown article");
		this.store.insert(reservation);
		return reservation;
	}

}

package dev.natsboot.demo.inventory;

import dev.natsboot.annotation.NatsListener;
import dev.natsboot.annotation.SubjectToken;
import dev.natsboot.core.ServiceErrorException;

import org.springframework.stereotype.Component;

/**
 * Answers who asks for stock. Several instances share the requests.
 */
@Component
class StockListener {

	private final InventoryStore store;

	StockListener(InventoryStore store) {
		this.store = store;
	}

	@NatsListener(subjects = "inventory.stock.{sku}", queue = "inventory")
	StockLevel onStockRequest(@SubjectToken(name = "sku") String sku) {
		return this.store.findStock(sku).orElseThrow(() -> new ServiceErrorException(404, "unknown article"));
	}

}

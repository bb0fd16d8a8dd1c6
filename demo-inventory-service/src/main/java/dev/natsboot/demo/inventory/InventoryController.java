package dev.natsboot.demo.inventory;

import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A look into the books over HTTP.
 */
@RestController
@RequestMapping("/api")
class InventoryController {

	private final InventoryStore store;

	InventoryController(InventoryStore store) {
		this.store = store;
	}

	@GetMapping("/stock")
	List<StockLevel> stock() {
		return this.store.stock();
	}

	@GetMapping("/reservations/summary")
	InventorySummary summary() {
		return this.store.summary();
	}

	@GetMapping("/reservations/{orderId}")
	ResponseEntity<Reservation> reservation(@PathVariable String orderId) {
		return ResponseEntity.of(this.store.findReservation(orderId));
	}

}

package dev.natsboot.demo.order;

import java.util.Optional;

import dev.natsboot.core.NatsOperations;
import jakarta.validation.constraints.Pattern;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks the inventory service for stock, by request and reply.
 */
@RestController
class StockController {

	private final NatsOperations nats;

	StockController(NatsOperations nats) {
		this.nats = nats;
	}

	@GetMapping("/api/stock/{sku}")
	ResponseEntity<StockLevel> stock(@PathVariable @Pattern(regexp = "[A-Z0-9-]{1,32}") String sku) {
		return ResponseEntity
			.of(Optional.ofNullable(this.nats.request("inventory.stock." + sku, null, StockLevel.class)));
	}

}

package dev.natsboot.demo.order;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders over HTTP. A new order is answered as soon as it is stored (202), a duplicate
 * with the order that is there (200).
 */
@RestController
@RequestMapping("/api/orders")
class OrderController {

	private final OrderService service;

	private final OrderStore store;

	OrderController(OrderService service, OrderStore store) {
		this.service = service;
		this.store = store;
	}

	@PostMapping
	ResponseEntity<Order> create(@RequestBody @Valid OrderRequest request) {
		OrderService.Acceptance acceptance = this.service.accept(request);
		return ResponseEntity.status(acceptance.created() ? HttpStatus.ACCEPTED : HttpStatus.OK)
			.location(URI.create("/api/orders/" + acceptance.order().orderId()))
			.body(acceptance.order());
	}

	@GetMapping
	List<Order> latest(@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
		return this.store.latest(limit);
	}

	@GetMapping("/summary")
	OrderSummary summary() {
		return this.store.summary();
	}

	@GetMapping("/{orderId}")
	ResponseEntity<Order> get(@PathVariable String orderId) {
		return ResponseEntity.of(this.store.find(orderId));
	}

}

package com.example.orders;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.annotation.NatsListener;

import org.springframework.stereotype.Component;

@Component
class OrderHandlers {

	private final Map<String, Order> orders = new ConcurrentHashMap<>();

	@NatsListener("orders.created")
	void created(Order order) {
		this.orders.put(order.id(), order);
	}

	@NatsListener("orders.find")
	Optional<Order> find(String id) {
		return Optional.ofNullable(this.orders.get(id));
	}

}

package dev.natsboot.demo.inventory;

import java.util.function.Function;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is done with new orders. The subjects are in {@code application.yml}. An order's
 * message is acknowledged after its outcome is in its stream; if that fails it is
 * delivered again and the stored outcome is published.
 */
@Configuration(proxyBeanMethods = false)
class OrderFunctions {

	@Bean
	Function<OrderCreated, Reservation> reserve(InventoryService service) {
		return service::reserve;
	}

}

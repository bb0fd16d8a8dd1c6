package dev.natsboot.demo.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What became of an order: decided once, then only read. It is also what the order
 * service is told.
 *
 * @param orderId the order's id
 * @param sku what is ordered
 * @param quantity how many
 * @param outcome whether the stock is set aside
 * @param reason why not
 */
record Reservation(String orderId, String sku, int quantity, Outcome outcome, @Nullable String reason) {

	enum Outcome {

		RESERVED, REJECTED

	}

}

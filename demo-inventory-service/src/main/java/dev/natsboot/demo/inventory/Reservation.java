package dev.natsboot.demo.inventory;

import java.util.Locale;

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

	/**
	 * Where the order service is told.
	 * @return {@code inventory.reserved} or {@code inventory.rejected}
	 */
	String subject() {
		return "inventory." + this.outcome.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The id under which the stream keeps it once, however often it is published.
	 * @return the message id
	 */
	String messageId() {
		return this.orderId + ":outcome";
	}

	enum Outcome {

		RESERVED, REJECTED

	}

}

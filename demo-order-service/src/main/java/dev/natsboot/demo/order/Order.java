package dev.natsboot.demo.order;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An order as it is stored and shown.
 *
 * @param orderId its id
 * @param customer who ordered
 * @param sku what was ordered
 * @param quantity how many
 * @param state how far it has come
 * @param reason why it was rejected
 * @param acceptedAt when it was stored
 * @param decidedAt when its outcome was stored
 */
record Order(String orderId, String customer, String sku, int quantity, OrderState state, @Nullable String reason,
		Instant acceptedAt, @Nullable Instant decidedAt) {

	boolean isFor(OrderRequest request) {
		return this.customer.equals(request.customer()) && this.sku.equals(request.sku())
				&& this.quantity == request.quantity();
	}

}

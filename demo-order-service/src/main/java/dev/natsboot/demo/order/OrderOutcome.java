package dev.natsboot.demo.order;

import org.jspecify.annotations.Nullable;

/**
 * What the inventory service says became of an order.
 *
 * @param orderId the order's id
 * @param outcome {@link OrderState#RESERVED} or {@link OrderState#REJECTED}
 * @param reason why it was rejected
 */
record OrderOutcome(String orderId, OrderState outcome, @Nullable String reason) {
}

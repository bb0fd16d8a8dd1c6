package dev.natsboot.demo.inventory;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * A new order, as the order service tells of it.
 *
 * @param orderId the order's id
 * @param sku what is ordered
 * @param quantity how many
 */
record OrderCreated(@NotBlank String orderId, @NotBlank String sku, @Min(1) int quantity) {
}

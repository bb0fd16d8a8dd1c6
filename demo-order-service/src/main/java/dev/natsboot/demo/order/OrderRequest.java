package dev.natsboot.demo.order;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a client posts. The order id may be left out; a client that gives one may post the
 * same order again and gets one order all the same.
 *
 * @param orderId the client's own id for the order, if it has one
 * @param customer who orders
 * @param sku what is ordered
 * @param quantity how many, 1 to 100
 */
record OrderRequest(@Nullable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId,
		@NotBlank @Size(max = 64) String customer, @NotBlank @Pattern(regexp = "[A-Z0-9-]{1,32}") String sku,
		@NotNull @Min(1) @Max(100) Integer quantity) {
}

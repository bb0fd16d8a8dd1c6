package dev.natsboot.demo.driver;

import java.util.List;
import java.util.Map;

/**
 * What the order service answered to the file.
 *
 * @param accepted the accepted orders by id
 * @param duplicates how many requests repeated an order
 * @param refused how many requests were malformed or invalid
 * @param conflicting how many requests used an order's id for another order
 * @param failures what should not have happened
 */
record Played(Map<String, Placed> accepted, int duplicates, int refused, int conflicting, List<String> failures) {

	Played {
		accepted = Map.copyOf(accepted);
		failures = List.copyOf(failures);
	}

	/**
	 * An accepted order.
	 *
	 * @param orderId its id
	 * @param sku what is ordered
	 * @param quantity how many
	 */
	record Placed(String orderId, String sku, int quantity) {
	}

}

package dev.natsboot.demo.order;

/**
 * A client used an order id again for something else.
 */
class OrderConflictException extends RuntimeException {

	OrderConflictException(String orderId) {
		super("Order '" + orderId + "' exists with other contents");
	}

}

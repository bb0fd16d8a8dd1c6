package dev.natsboot.demo.order;

/**
 * What the inventory service is told of a new order, on {@value #SUBJECT}.
 *
 * @param orderId the order's id
 * @param sku what is ordered
 * @param quantity how many
 */
record OrderCreated(String orderId, String sku, int quantity) {

	static final String SUBJECT = "orders.created";

}

package dev.natsboot.demo.order;

/**
 * How far an order has come.
 */
enum OrderState {

	/**
	 * Stored; the inventory service has not answered yet.
	 */
	ACCEPTED,

	/**
	 * The stock for it is set aside.
	 */
	RESERVED,

	/**
	 * There is no stock for it.
	 */
	REJECTED

}

package dev.natsboot.demo.order;

/**
 * How much of an article there is, as the inventory service says.
 *
 * @param sku the article
 * @param initial how many there were at first
 * @param available how many are not reserved
 */
record StockLevel(String sku, int initial, int available) {
}

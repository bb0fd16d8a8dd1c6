package dev.natsboot.demo.inventory;

/**
 * How much of an article there is.
 *
 * @param sku the article
 * @param initial how many there were at first
 * @param available how many are not reserved
 */
record StockLevel(String sku, int initial, int available) {
}

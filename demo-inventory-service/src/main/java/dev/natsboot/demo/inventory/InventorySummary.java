package dev.natsboot.demo.inventory;

/**
 * All reservations in figures.
 *
 * @param reserved orders whose stock is set aside
 * @param rejected orders without stock
 * @param unitsReserved how many pieces are set aside, of all articles
 */
record InventorySummary(long reserved, long rejected, long unitsReserved) {
}

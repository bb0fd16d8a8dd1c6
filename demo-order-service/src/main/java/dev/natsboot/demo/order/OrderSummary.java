package dev.natsboot.demo.order;

import org.jspecify.annotations.Nullable;

/**
 * All orders in figures.
 *
 * @param accepted orders still without an outcome
 * @param reserved orders whose stock is set aside
 * @param rejected orders without stock
 * @param unpublished orders that NATS does not know of yet
 * @param p50Millis the median time from acceptance to outcome, in milliseconds
 * @param p99Millis the same for the slowest of a hundred
 */
record OrderSummary(long accepted, long reserved, long rejected, long unpublished, @Nullable Double p50Millis,
		@Nullable Double p99Millis) {
}

/**
 * The order service of the demo: takes orders over HTTP, tells the inventory service of
 * them over NATS and learns what became of them.
 */
@NullMarked
package dev.natsboot.demo.order;

import org.jspecify.annotations.NullMarked;

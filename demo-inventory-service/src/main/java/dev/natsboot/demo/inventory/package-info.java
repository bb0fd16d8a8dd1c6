/**
 * The inventory service of the demo: sets stock aside for orders and says how much there
 * is.
 */
@NullMarked
package dev.natsboot.demo.inventory;

import org.jspecify.annotations.NullMarked;

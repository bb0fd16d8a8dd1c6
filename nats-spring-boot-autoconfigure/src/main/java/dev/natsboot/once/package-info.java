/**
 * Effects that happen once although messages are delivered again: processed ids, kept in
 * a key-value bucket or in the handler's own database transaction.
 */
@NullMarked
package dev.natsboot.once;

import org.jspecify.annotations.NullMarked;

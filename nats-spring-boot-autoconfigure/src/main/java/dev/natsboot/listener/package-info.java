/**
 * Listener endpoints and the two containers that serve them: a core subscription, and a
 * JetStream consumer with a pull engine of its own; what becomes of a message whose
 * handling failed.
 */
@NullMarked
package dev.natsboot.listener;

import org.jspecify.annotations.NullMarked;

/**
 * Dead letters: messages that were given up, kept in a stream of their own with what is
 * known about them, and put back where they came from.
 */
@NullMarked
package dev.natsboot.deadletter;

import org.jspecify.annotations.NullMarked;

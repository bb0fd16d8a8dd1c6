/**
 * Streams and consumers: found, created, compared with what was declared.
 */
@NullMarked
package dev.natsboot.jetstream;

import org.jspecify.annotations.NullMarked;

/**
 * What comes from a server before the client reads it.
 */
@NullMarked
package dev.natsboot.core.wire;

import org.jspecify.annotations.NullMarked;

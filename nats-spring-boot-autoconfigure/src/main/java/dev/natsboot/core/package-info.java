/**
 * Connections and their pool, the template, the filters of the pipeline and the
 * exceptions. Knows no other package of the library.
 */
@NullMarked
package dev.natsboot.core;

import org.jspecify.annotations.NullMarked;

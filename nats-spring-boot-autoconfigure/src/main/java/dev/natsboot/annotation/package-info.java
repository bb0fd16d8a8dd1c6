/**
 * Declares listeners on methods.
 */
@NullMarked
package dev.natsboot.annotation;

import org.jspecify.annotations.NullMarked;

/**
 * Auto-configuration: one class per feature. Nothing depends on this package.
 */
@NullMarked
package dev.natsboot.autoconfigure;

import org.jspecify.annotations.NullMarked;

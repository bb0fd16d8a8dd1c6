/**
 * Payload codecs by content type: JSON, text and bytes.
 */
@NullMarked
package dev.natsboot.codec;

import org.jspecify.annotations.NullMarked;

package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * Decodes payloads into one Java type. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PayloadDecoder {

	/**
	 * Decodes a payload.
	 * @param data the payload
	 * @return the object; {@code null} only where the payload says so (JSON {@code null})
	 * @throws PayloadConversionException if the payload is not what it should be
	 */
	@Nullable Object decode(byte[] data);

}

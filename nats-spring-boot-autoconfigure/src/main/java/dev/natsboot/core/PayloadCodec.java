package dev.natsboot.core;

import java.lang.reflect.Type;

/**
 * Turns objects into payloads and back, for one content type. Beans of this type take
 * part beside the built-in ones and before them, in their {@code @Order}. Must be
 * thread-safe.
 *
 * @since 0.1.0
 */
public interface PayloadCodec {

	/**
	 * The content type this codec writes, such as {@code application/json}.
	 * @return a media type without parameters, lower case
	 */
	String contentType();

	/**
	 * Whether this codec reads payloads of a content type.
	 * @param contentType a media type without parameters, lower case
	 * @return whether it does; by default where it equals {@link #contentType()}
	 */
	default boolean reads(String contentType) {
		return contentType().equals(contentType);
	}

	/**
	 * Whether this codec handles a Java type, when no content type is given.
	 * @param type the declared type of a parameter, or the class of a payload
	 * @return whether it does
	 */
	boolean supports(Type type);

	/**
	 * Encodes a payload.
	 * @param payload the payload
	 * @return its bytes
	 * @throws PayloadConversionException if it cannot be encoded
	 */
	byte[] encode(Object payload);

	/**
	 * Prepares decoding into a type. Called once per listener parameter, not per message.
	 * @param type the target type, generic types included
	 * @return the decoder, thread-safe
	 */
	PayloadDecoder decoder(Type type);

}

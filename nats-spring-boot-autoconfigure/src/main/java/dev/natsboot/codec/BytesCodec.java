package dev.natsboot.codec;

import java.lang.reflect.Type;

import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.PayloadDecoder;

/**
 * Passes {@code byte[]} on as it is, not copied, whatever the content type.
 *
 * @since 0.1.0
 */
public final class BytesCodec implements PayloadCodec {

	@Override
	public String contentType() {
		return "application/octet-stream";
	}

	@Override
	public boolean reads(String contentType) {
		return true;
	}

	@Override
	public boolean supports(Type type) {
		return type == byte[].class;
	}

	@Override
	public byte[] encode(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		throw new PayloadConversionException(payload.getClass().getName() + " is not byte[]");
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		if (!supports(type)) {
			throw new PayloadConversionException("Bytes cannot be read as " + type.getTypeName());
		}
		return (data) -> data;
	}

}

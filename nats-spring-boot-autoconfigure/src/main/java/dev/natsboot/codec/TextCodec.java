package dev.natsboot.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.PayloadDecoder;

/**
 * Text in UTF-8. A {@code String} gets and gives the payload as it is, whatever the
 * content type, so that it can also hold JSON that is written or read elsewhere.
 *
 * @since 0.1.0
 */
public final class TextCodec implements PayloadCodec {

	@Override
	public String contentType() {
		return "text/plain";
	}

	@Override
	public boolean reads(String contentType) {
		return true;
	}

	@Override
	public boolean supports(Type type) {
		return type instanceof Class<?> textType && CharSequence.class.isAssignableFrom(textType);
	}

	@Override
	public byte[] encode(Object payload) {
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap((CharSequence) payload));
			byte[] data = new byte[encoded.remaining()];
			encoded.get(data);
			return data;
		}
		catch (CharacterCodingException ex) {
			throw new PayloadConversionException("The text holds half a surrogate pair, which UTF-8 cannot encode");
		}
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		if (type != String.class && type != CharSequence.class) {
			throw new PayloadConversionException("Text cannot be read as " + type.getTypeName());
		}
		return TextCodec::decode;
	}

	private static String decode(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		if (text.indexOf('\uFFFD') >= 0) {
			checkWellFormed(data);
		}
		return text;
	}

	private static void checkWellFormed(byte[] data) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
		}
		catch (CharacterCodingException ex) {
			throw new PayloadConversionException("The payload is not well-formed UTF-8");
		}
	}

}

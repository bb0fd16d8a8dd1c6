package dev.natsboot.core;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of the application, and the choice among them: by the message's
 * {@code Content-Type} header where there is one, else by the Java type. The type to
 * decode into always comes from the reader's own code, never from the message.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadCodecs {

	/**
	 * The header that names the payload's media type.
	 */
	public static final String CONTENT_TYPE = "Content-Type";

	private final List<PayloadCodec> codecs;

	/**
	 * Creates the choice.
	 * @param codecs the codecs, the preferred one first
	 */
	public PayloadCodecs(List<PayloadCodec> codecs) {
		this.codecs = List.copyOf(codecs);
	}

	/**
	 * The codec for a payload that is to be sent.
	 * @param type the payload's class
	 * @param contentType the content type that the sender asked for, if any
	 * @return the codec
	 * @throws PayloadConversionException if there is none
	 */
	public PayloadCodec encoder(Class<?> type, @Nullable String contentType) {
		String wanted = (contentType != null) ? mediaType(contentType) : null;
		for (PayloadCodec codec : this.codecs) {
			if ((wanted != null) ? codec.contentType().equals(wanted) : codec.supports(type)) {
				return codec;
			}
		}
		throw new PayloadConversionException((wanted != null)
				? "No codec writes content type '" + wanted + "'; define a PayloadCodec bean for it" : "No codec for "
						+ type.getName() + "; add Jackson (spring-boot-starter-jackson) or define a PayloadCodec bean");
	}

	/**
	 * Prepares decoding into a type, once, for any number of messages.
	 * @param type the target type
	 * @return decodes a message's payload by its content type
	 * @throws PayloadConversionException if no codec handles the type
	 */
	public MessageDecoder decoder(Type type) {
		PayloadCodec standard = this.codecs.stream()
			.filter((codec) -> codec.supports(type))
			.findFirst()
			.orElseThrow(() -> new PayloadConversionException("No codec for " + type.getTypeName()
					+ "; add Jackson (spring-boot-starter-jackson) or define a PayloadCodec bean"));
		return new MessageDecoder(type, standard);
	}

	private static String mediaType(String contentType) {
		int end = contentType.indexOf(';');
		return ((end < 0) ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
	}

	/**
	 * Decodes messages into one type.
	 */
	public final class MessageDecoder {

		private final Type type;

		private final PayloadCodec standard;

		private final PayloadDecoder decoder;

		private MessageDecoder(Type type, PayloadCodec standard) {
			this.type = type;
			this.standard = standard;
			this.decoder = standard.decoder(type);
		}

		/**
		 * Decodes a message's payload.
		 * @param message the message
		 * @return the object
		 * @throws PayloadConversionException if the payload is not what it should be, or
		 * of a content type that no codec reads
		 */
		public @Nullable Object decode(Message message) {
			Headers headers = message.getHeaders();
			String contentType = (headers != null) ? headers.getFirst(CONTENT_TYPE) : null;
			return decoderFor(contentType).decode(message.getData());
		}

		private PayloadDecoder decoderFor(@Nullable String contentType) {
			if (contentType == null || contentType.equals(this.standard.contentType())) {
				return this.decoder;
			}
			String wanted = mediaType(contentType);
			if (this.standard.reads(wanted)) {
				return this.decoder;
			}
			for (PayloadCodec codec : PayloadCodecs.this.codecs) {
				if (codec.reads(wanted)) {
					return codec.decoder(this.type);
				}
			}
			throw new PayloadConversionException("No codec reads the message's content type");
		}

	}

}

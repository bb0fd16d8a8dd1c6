package dev.natsboot.core;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

	private final Map<Type, MessageDecoder> decoders = new ConcurrentHashMap<>();

	/**
	 * Creates the choice.
	 * @param codecs the codecs, the preferred one first
	 */
	public PayloadCodecs(List<PayloadCodec> codecs) {
		this.codecs = List.copyOf(codecs);
	}

	/**
	 * The codec for a payload that is to be sent. With a content type, the codec that
	 * writes it and takes the class; else, for text and bytes, which go out as they are,
	 * the one that takes the class and also reads that content type.
	 * @param type the payload's class
	 * @param contentType the content type that the sender asked for, if any
	 * @return the codec
	 * @throws PayloadConversionException if there is none
	 */
	public PayloadCodec encoder(Class<?> type, @Nullable String contentType) {
		String wanted = (contentType != null) ? mediaType(contentType) : null;
		PayloadCodec other = null;
		for (PayloadCodec codec : this.codecs) {
			if (codec.supports(type)) {
				if (wanted == null || codec.contentType().equals(wanted)) {
					return codec;
				}
				if (other == null && codec.reads(wanted)) {
					other = codec;
				}
			}
		}
		if (other != null) {
			return other;
		}
		throw (wanted == null) ? none(type) : new PayloadConversionException("No codec writes " + type.getName()
				+ " as content type '" + wanted + "'; define a PayloadCodec bean for it");
	}

	/**
	 * Prepares decoding into a type, once, for any number of messages.
	 * {@code Optional<T>} is empty for an empty payload, {@code Void} ignores it.
	 * @param type the target type
	 * @return decodes a message's payload by its content type
	 * @throws PayloadConversionException if no codec handles the type
	 */
	public MessageDecoder decoder(Type type) {
		MessageDecoder decoder = this.decoders.get(type);
		if (decoder == null) {
			decoder = create(type);
			this.decoders.put(type, decoder);
		}
		return decoder;
	}

	private MessageDecoder create(Type type) {
		if (type == Void.class || type == void.class) {
			return new MessageDecoder((message) -> null);
		}
		if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
			MessageDecoder content = decoder(generic.getActualTypeArguments()[0]);
			return new MessageDecoder((message) -> (message.getData().length == 0) ? Optional.empty()
					: Optional.ofNullable(content.decode(message)));
		}
		for (PayloadCodec codec : this.codecs) {
			if (codec.supports(type)) {
				return new MessageDecoder(new ByContentType(this.codecs, type, codec)::decode);
			}
		}
		throw none(type);
	}

	private static PayloadConversionException none(Type type) {
		return new PayloadConversionException("No codec for " + type.getTypeName()
				+ "; add Jackson (spring-boot-starter-jackson) or define a PayloadCodec bean");
	}

	private static String mediaType(String contentType) {
		int end = contentType.indexOf(';');
		return ((end < 0) ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
	}

	/**
	 * Decodes messages into one type.
	 */
	public static final class MessageDecoder {

		private final Decoding decoding;

		private MessageDecoder(Decoding decoding) {
			this.decoding = decoding;
		}

		/**
		 * Decodes a message's payload.
		 * @param message the message
		 * @return the object
		 * @throws PayloadConversionException if the payload is not what it should be, or
		 * of a content type that no codec reads into the type
		 */
		public @Nullable Object decode(Message message) {
			return this.decoding.decode(message);
		}

	}

	@FunctionalInterface
	private interface Decoding {

		@Nullable Object decode(Message message);

	}

	/**
	 * One type, by the content types met so far.
	 */
	private static final class ByContentType {

		private final List<PayloadCodec> codecs;

		private final Type type;

		private final PayloadCodec standard;

		private final PayloadDecoder decoder;

		private final Map<PayloadCodec, PayloadDecoder> others = new ConcurrentHashMap<>();

		private volatile Choice latest;

		ByContentType(List<PayloadCodec> codecs, Type type, PayloadCodec standard) {
			this.codecs = codecs;
			this.type = type;
			this.standard = standard;
			this.decoder = standard.decoder(type);
			this.latest = new Choice(standard.contentType(), this.decoder);
		}

		@Nullable Object decode(Message message) {
			Headers headers = message.getHeaders();
			String contentType = (headers != null) ? headers.getFirst(CONTENT_TYPE) : null;
			return choose(contentType).decode(message.getData());
		}

		private PayloadDecoder choose(@Nullable String contentType) {
			if (contentType == null) {
				return this.decoder;
			}
			Choice choice = this.latest;
			if (!choice.contentType.equals(contentType)) {
				choice = new Choice(contentType, find(mediaType(contentType)));
				this.latest = choice;
			}
			return choice.decoder;
		}

		private PayloadDecoder find(String wanted) {
			if (this.standard.reads(wanted)) {
				return this.decoder;
			}
			for (PayloadCodec codec : this.codecs) {
				if (codec.reads(wanted) && codec.supports(this.type)) {
					return this.others.computeIfAbsent(codec, (key) -> key.decoder(this.type));
				}
			}
			throw new PayloadConversionException(
					"No codec reads the message's content type into " + this.type.getTypeName());
		}

	}

	private record Choice(String contentType, PayloadDecoder decoder) {
	}

}

package dev.natsboot.core;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes an object, or an exception, of a reply.
 *
 * @param decoder the decoder; {@code null} to hand over the reply as it came
 */
record ReplyReader<T>(PayloadCodecs.@Nullable MessageDecoder decoder) {

	private static final String ERROR = "Nats-Service-Error";

	private static final String ERROR_CODE = "Nats-Service-Error-Code";

	private static final int UNKNOWN_CODE = 500;

	@SuppressWarnings("unchecked")
	@Nullable T read(Message reply) {
		if (this.decoder == null) {
			return (T) reply;
		}
		checkServiceError(reply.getHeaders());
		return (T) this.decoder.decode(reply);
	}

	T readPresent(Message reply) {
		T object = read(reply);
		if (object == null) {
			throw new PayloadConversionException("A reply is null where many are collected");
		}
		return object;
	}

	private static void checkServiceError(@Nullable Headers headers) {
		if (headers == null || headers.isEmpty()) {
			return;
		}
		String error = headers.getFirst(ERROR);
		String code = headers.getFirst(ERROR_CODE);
		if (error != null || code != null) {
			throw new ServiceErrorException(parse(code), (error != null) ? error : "");
		}
	}

	private static int parse(@Nullable String code) {
		try {
			return (code != null) ? Integer.parseInt(code.trim()) : UNKNOWN_CODE;
		}
		catch (NumberFormatException ex) {
			return UNKNOWN_CODE;
		}
	}

}

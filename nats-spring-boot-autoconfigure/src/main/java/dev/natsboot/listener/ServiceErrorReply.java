package dev.natsboot.listener;

import dev.natsboot.core.HeaderText;
import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.ServiceErrorException;

/**
 * Answers a request that failed, so that its requester does not wait for nothing: an
 * empty reply with the service error headers of ADR-32. The text says no more than the
 * exception's type, unless the handler chose it by throwing a
 * {@link ServiceErrorException}, or a filter refused the request.
 */
final class ServiceErrorReply {

	static final String CODE = "Nats-Service-Error-Code";

	static final String TEXT = "Nats-Service-Error";

	private static final int MAX_LENGTH = 256;

	private ServiceErrorReply() {
	}

	static void send(NatsOperations operations, String replyTo, Throwable cause) {
		int code = 500;
		String text = "Handler failed: " + cause.getClass().getSimpleName();
		if (cause instanceof ServiceErrorException chosen) {
			code = chosen.getCode();
			text = chosen.getDescription();
		}
		else if (cause instanceof MessageRefusedException refused) {
			code = refused.getCode();
			text = refused.getDescription();
		}
		else if (cause instanceof PayloadConversionException) {
			code = 400;
			text = String.valueOf(cause.getMessage());
		}
		operations.to(replyTo)
			.header(CODE, Integer.toString(code))
			.header(TEXT, HeaderText.printable(text, MAX_LENGTH))
			.reply();
	}

}

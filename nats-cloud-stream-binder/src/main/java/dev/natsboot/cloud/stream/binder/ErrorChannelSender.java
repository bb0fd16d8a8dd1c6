package dev.natsboot.cloud.stream.binder;

import dev.natsboot.listener.FailedMessage;

import org.springframework.core.AttributeAccessor;
import org.springframework.core.log.LogAccessor;
import org.springframework.integration.support.ErrorMessageStrategy;
import org.springframework.integration.support.ErrorMessageUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;

/**
 * Sends failed messages to a binding's error channel. Unless the application has put a
 * handler of its own there, the channel's last handler throws, and so refuses.
 */
final class ErrorChannelSender implements BindingErrorHandler.ErrorChannel {

	private static final LogAccessor logger = new LogAccessor(ErrorChannelSender.class);

	private final MessageChannel channel;

	private final ErrorMessageStrategy strategy;

	private final InboundMessages messages;

	/**
	 * Creates it.
	 * @param channel the error channel
	 * @param strategy makes error messages
	 * @param messages makes the message that failed
	 */
	ErrorChannelSender(MessageChannel channel, ErrorMessageStrategy strategy, InboundMessages messages) {
		this.channel = channel;
		this.strategy = strategy;
		this.messages = messages;
	}

	@Override
	public boolean accepts(FailedMessage failure) {
		Message<?> original = this.messages.create(failure.message(), this.messages.headers(failure.message()));
		AttributeAccessor attributes = ErrorMessageUtils.getAttributeAccessor(original, null);
		Throwable cause = (failure.cause() instanceof MessagingException) ? failure.cause()
				: new MessageHandlingException(original, failure.cause());
		try {
			this.channel.send(this.strategy.buildErrorMessage(cause, attributes));
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug(ex, "The error channel does not take the message");
			return false;
		}
	}

}

package dev.natsboot.security;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.OutboundMessage;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code AuthorizationManager} decides on.
 *
 * @param action what is done with the message
 * @param subject the message's subject
 * @param listener the listener that is to handle it, when it is consumed
 * @param inbound the message when it is consumed
 * @param outbound the message when it is published
 * @since 0.1.0
 */
public record MessageAuthorizationContext(MessageAction action, String subject, @Nullable ListenerDescription listener,
		@Nullable Message inbound, @Nullable OutboundMessage outbound) {

	static MessageAuthorizationContext consume(ListenerDescription listener, Message message) {
		return new MessageAuthorizationContext(MessageAction.CONSUME, message.getSubject(), listener, message, null);
	}

	static MessageAuthorizationContext publish(OutboundMessage message) {
		return new MessageAuthorizationContext(MessageAction.PUBLISH, message.subject(), null, null, message);
	}

	/**
	 * Leaves out the messages, which may hold what is not to be logged.
	 */
	@Override
	public String toString() {
		return this.action + " " + this.subject;
	}

}

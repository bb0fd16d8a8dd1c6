package dev.natsboot.listener;

import dev.natsboot.core.ListenerDescription;
import io.nats.client.Message;

/**
 * A message whose handling failed.
 *
 * @param listener the listener
 * @param message the message
 * @param cause what the handler threw, not wrapped
 * @param deliveries how often the message has been delivered, this time included; 1 on a
 * core listener
 * @param lastDelivery whether the message is not to be delivered again after this
 * @since 0.1.0
 */
public record FailedMessage(ListenerDescription listener, Message message, Throwable cause, long deliveries,
		boolean lastDelivery) {

}

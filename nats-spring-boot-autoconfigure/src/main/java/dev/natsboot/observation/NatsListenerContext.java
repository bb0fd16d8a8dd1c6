package dev.natsboot.observation;

import java.util.List;

import dev.natsboot.core.ListenerDescription;
import io.nats.client.Message;

/**
 * What conventions may know of messages that a listener got.
 *
 * @since 0.1.0
 */
public interface NatsListenerContext {

	/**
	 * The listener.
	 * @return the description
	 */
	ListenerDescription listener();

	/**
	 * The messages.
	 * @return one message, or those of a batch
	 */
	List<Message> messages();

	/**
	 * What is done with them.
	 * @return {@code receive} for a message that is to be handled with others,
	 * {@code process} for one or a batch that is handled
	 */
	String operation();

}

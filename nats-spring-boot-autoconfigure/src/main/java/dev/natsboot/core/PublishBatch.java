package dev.natsboot.core;

import java.time.Duration;

import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a stream stores all together or not at all (ADR-50), without one of
 * another publisher between them. The stream must allow it ({@code allow_atomic}); needs
 * server 2.12. Begun by {@link NatsOperations#batch()}, used once and by one thread.
 * <p>
 * Messages are encoded, and pass the filters, when they are added. Nothing is sent before
 * {@link #commit()}. A payload of {@code byte[]} is not copied.
 *
 * @since 0.1.0
 */
public interface PublishBatch {

	/** The most messages that a batch may have. */
	int MAX_SIZE = 1000;

	/**
	 * Adds a message.
	 * @param subject the subject, of the same stream as those of the other messages
	 * @param payload the payload
	 * @return this batch
	 * @throws IllegalStateException if the batch is full or was committed
	 */
	PublishBatch add(String subject, @Nullable Object payload);

	/**
	 * Adds a message with all that describes it, except its timeout.
	 * @param message a description from the same template
	 * @return this batch
	 * @throws IllegalStateException if the batch is full or was committed
	 */
	PublishBatch add(NatsOperations.SendSpec message);

	/**
	 * How long {@link #commit()} may take. By default the template's timeout.
	 * @param timeout the time, above zero
	 * @return this batch
	 */
	PublishBatch timeout(Duration timeout);

	/**
	 * How many messages were added.
	 * @return the number
	 */
	int size();

	/**
	 * Publishes the messages and waits until the stream has stored them. What certainly
	 * stored nothing is tried again like the publish of a single message. Not to be
	 * called on an interrupted thread.
	 * @return the acknowledgement, with the sequence of the last message; those before it
	 * have the sequences before it. {@link PublishAck#getBatchSize()} is their number
	 * @throws IllegalStateException if the batch is empty or was committed
	 * @throws StreamRejectedException if the stream refused the batch; nothing is stored
	 * @throws NoRespondersException if no stream takes a subject; nothing is stored
	 * @throws NatsTimeoutException if no acknowledgement came in time; all of the
	 * messages or none of them are stored
	 */
	PublishAck commit();

}

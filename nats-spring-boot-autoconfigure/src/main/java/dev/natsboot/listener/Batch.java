package dev.natsboot.listener;

import java.util.List;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Handles several messages together. Must be thread-safe when the concurrency is above
 * one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Batch {

	/**
	 * Handles messages.
	 * @param messages the messages, at least one
	 * @return for each message what went wrong with it, or {@code null}; a
	 * {@link SettlementException} says what is to become of it. Empty if all are handled
	 * @throws Exception if none is handled
	 */
	List<@Nullable Throwable> handle(List<Message> messages) throws Exception;

}

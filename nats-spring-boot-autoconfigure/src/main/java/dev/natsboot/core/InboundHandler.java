package dev.natsboot.core;

import java.util.concurrent.CompletionStage;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Handles one message. Called by several threads at once when a listener's concurrency is
 * above one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InboundHandler {

	/**
	 * Handles a message.
	 * @param message the message as the client received it
	 * @return {@code null} when the message is handled, or a stage that completes when it
	 * is, exceptionally where handling failed
	 * @throws Exception when handling failed
	 */
	@Nullable CompletionStage<?> handle(Message message) throws Exception;

}

package dev.natsboot.once;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import dev.natsboot.core.ListenerDescription;
import org.jspecify.annotations.Nullable;

/**
 * A store of the ids of handled messages. Implementations are thread-safe, and shared by
 * all instances of an application: of all callers with one id, in all processes, only one
 * at a time is in the handler.
 *
 * @since 0.1.0
 */
public interface ProcessedIds {

	/**
	 * Calls a handler, unless the message was handled before, and keeps the id when the
	 * handler has succeeded. When it fails, the id is not kept.
	 * @param id identifies the message
	 * @param handler handles it; what it returns is {@code null} when the message is
	 * handled, or a stage that completes when it is
	 * @return {@code null} if the message is handled, now or before, and its id is kept;
	 * or a stage that completes when this is so
	 * @throws InProcessElsewhereException if another caller is in the handler with this
	 * id
	 * @throws Exception what the handler or the store throws
	 */
	@Nullable CompletionStage<?> once(ProcessedId id, Callable<@Nullable CompletionStage<?>> handler) throws Exception;

	/**
	 * Called at start for each listener that uses the store, to find out early what
	 * cannot work.
	 * @param listener the listener
	 * @param declaredAt where the listener was declared, for messages to people
	 * @throws dev.natsboot.core.NatsConfigurationException if it cannot work
	 */
	default void prepare(ListenerDescription listener, String declaredAt) {
	}

}

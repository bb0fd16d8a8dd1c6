package dev.natsboot.once;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A store of the ids of handled messages that can have several messages handled together,
 * as one. Stores that are only {@link ProcessedIds} see the messages of a batch listener
 * one by one.
 *
 * @since 0.1.0
 */
public interface BatchProcessedIds extends ProcessedIds {

	/**
	 * Calls a handler with those messages that were not handled before, if there are any,
	 * and keeps the ids of those that it has handled. When it has handled none, nothing
	 * is kept of what it did.
	 * @param ids identify the messages; all of one consumer
	 * @param handler handles them
	 * @return for each id what went wrong with its message, or {@code null} if it is
	 * handled, now or before, and its id is kept
	 * @throws InProcessElsewhereException if another caller is in a handler with one of
	 * the ids
	 * @throws Exception what the handler or the store throws; no id is kept
	 */
	List<@Nullable Throwable> onceAll(List<ProcessedId> ids, Handler handler) throws Exception;

	/**
	 * Handles some of the messages.
	 */
	@FunctionalInterface
	interface Handler {

		/**
		 * Handles messages.
		 * @param indexes which, as indexes of the ids
		 * @return for each of them what went wrong with it, or {@code null}; empty if all
		 * are handled
		 * @throws Exception if none is handled
		 */
		List<@Nullable Throwable> handle(List<Integer> indexes) throws Exception;

	}

}

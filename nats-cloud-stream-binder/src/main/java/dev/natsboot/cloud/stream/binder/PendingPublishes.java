package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What a function sends while it handles a message: the message is acknowledged only when
 * all of it is stored. So sending need not wait for each confirmation. Belongs to the
 * thread that handles the message.
 */
final class PendingPublishes {

	private static final ThreadLocal<@Nullable PendingPublishes> CURRENT = new ThreadLocal<>();

	private final @Nullable PendingPublishes outer;

	private final List<CompletableFuture<?>> futures = new ArrayList<>(2);

	private PendingPublishes(@Nullable PendingPublishes outer) {
		this.outer = outer;
	}

	/**
	 * Begins to collect for a message that this thread handles.
	 * @return the collection, to be ended by {@link #end()}
	 */
	static PendingPublishes begin() {
		PendingPublishes begun = new PendingPublishes(CURRENT.get());
		CURRENT.set(begun);
		return begun;
	}

	/**
	 * The collection of the message that this thread handles.
	 * @return the collection, or {@code null} if it handles none
	 */
	static @Nullable PendingPublishes current() {
		return CURRENT.get();
	}

	void add(CompletableFuture<?> publish) {
		this.futures.add(publish);
	}

	/**
	 * Ends collecting.
	 */
	void end() {
		if (this.outer != null) {
			CURRENT.set(this.outer);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * When all is stored.
	 * @return a stage that fails if something cannot be stored, or {@code null} if
	 * nothing was sent
	 */
	@Nullable CompletionStage<?> all() {
		return switch (this.futures.size()) {
			case 0 -> null;
			case 1 -> this.futures.get(0);
			default -> CompletableFuture.allOf(this.futures.toArray(CompletableFuture[]::new));
		};
	}

}

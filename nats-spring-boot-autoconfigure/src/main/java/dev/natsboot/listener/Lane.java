package dev.natsboot.listener;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Items that are handled one after the other, by whichever worker is free. Thread-safe.
 *
 * @param <T> the type of item
 */
final class Lane<T> {

	private final Queue<T> items = new ConcurrentLinkedQueue<>();

	/** Those that wait, and the one that is being handled. */
	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Adds an item.
	 * @return whether the lane now needs a worker
	 */
	boolean add(T item) {
		this.items.add(item);
		return this.open.getAndIncrement() == 0;
	}

	/**
	 * The next item; {@code null} if it was taken back.
	 */
	@Nullable T next() {
		return this.items.poll();
	}

	/**
	 * The item that {@link #next()} gave has been handled.
	 * @return whether the lane needs a worker again
	 */
	boolean handled() {
		return this.open.decrementAndGet() > 0;
	}

	/**
	 * Takes an item back that no worker has begun.
	 */
	@Nullable T takeBack() {
		T item = this.items.poll();
		if (item != null) {
			this.open.decrementAndGet();
		}
		return item;
	}

	int waiting() {
		return this.items.size();
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.core.log.LogAccessor;

/**
 * A fixed number of workers that take items from one queue, or each from a lane of its
 * own. A worker never dies of what its task throws.
 *
 * @param <T> the type of item
 */
final class Workers<T> {

	private static final LogAccessor logger = new LogAccessor(Workers.class);

	private static final Object END = new Object();

	private final List<BlockingQueue<Object>> lanes = new ArrayList<>();

	private final int count;

	private final Consumer<T> task;

	private final CountDownLatch running;

	/**
	 * Starts the workers.
	 * @param count how many
	 * @param laned whether each has a lane of its own
	 * @param capacity how many items a queue or lane holds before {@link #submit} waits
	 * @param executor runs the workers, each on a thread of its own
	 * @param task handles an item
	 */
	Workers(int count, boolean laned, int capacity, Executor executor, Consumer<T> task) {
		this.count = count;
		this.task = task;
		this.running = new CountDownLatch(count);
		for (int i = 0; i < (laned ? count : 1); i++) {
			this.lanes.add(new LinkedBlockingQueue<>(capacity));
		}
		for (int i = 0; i < count; i++) {
			BlockingQueue<Object> lane = this.lanes.get(i % this.lanes.size());
			executor.execute(() -> work(lane));
		}
	}

	/**
	 * Hands an item over, waiting for room.
	 * @param item the item
	 * @param key decides the lane: items of one key are handled one after the other
	 */
	void submit(T item, Object key) {
		BlockingQueue<Object> lane = (this.lanes.size() == 1) ? this.lanes.get(0)
				: this.lanes.get(Math.floorMod(spread(key.hashCode()), this.lanes.size()));
		put(lane, item);
	}

	/**
	 * Takes back all items that no worker has begun.
	 * @return the items
	 */
	@SuppressWarnings("unchecked")
	List<T> takeBack() {
		List<Object> items = new ArrayList<>();
		this.lanes.forEach((lane) -> lane.drainTo(items));
		items.removeIf((item) -> item == END);
		return (List<T>) items;
	}

	/**
	 * Lets the workers finish what was submitted, and ends them.
	 * @param timeout how long to wait for it
	 * @return whether all ended in time
	 */
	boolean finish(Duration timeout) {
		for (int i = 0; i < this.count; i++) {
			put(this.lanes.get(i % this.lanes.size()), END);
		}
		try {
			return this.running.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@SuppressWarnings("unchecked")
	private void work(BlockingQueue<Object> lane) {
		try {
			while (true) {
				Object item = take(lane);
				if (item == END) {
					return;
				}
				try {
					this.task.accept((T) item);
				}
				catch (Throwable ex) {
					logger.error(ex, "A listener's worker goes on after an unexpected failure");
				}
			}
		}
		finally {
			this.running.countDown();
		}
	}

	private static Object take(BlockingQueue<Object> lane) {
		while (true) {
			try {
				return lane.take();
			}
			catch (InterruptedException ex) {
				// left behind by a handler: a worker ends only when told to
			}
		}
	}

	private static void put(BlockingQueue<Object> lane, Object item) {
		boolean interrupted = false;
		while (true) {
			try {
				lane.put(item);
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static int spread(int hash) {
		return hash ^ (hash >>> 16);
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Workers that take items from one queue, as many as there is work for within limits, or
 * a fixed number of them each with a lane of its own. A worker never dies of what its
 * task throws.
 *
 * @param <T> the type of item
 */
final class Workers<T> {

	private static final LogAccessor logger = new LogAccessor(Workers.class);

	/**
	 * How long a worker above the minimum has nothing to do before it ends.
	 */
	private static final Duration IDLE = Duration.ofSeconds(10);

	private static final Duration ROOM = Duration.ofMillis(100);

	private static final Object END = new Object();

	private final List<BlockingQueue<Object>> lanes = new ArrayList<>();

	private final Concurrency concurrency;

	private final Executor executor;

	private final Consumer<T> task;

	private final AtomicInteger count = new AtomicInteger();

	private final InFlight running = new InFlight();

	private volatile boolean ended;

	/**
	 * Starts the workers.
	 * @param concurrency how many; with lanes, the maximum from the beginning
	 * @param laned whether each has a lane of its own
	 * @param capacity how many items a queue or lane holds before {@link #submit} waits
	 * @param executor runs the workers, each on a thread of its own
	 * @param task handles an item
	 */
	Workers(Concurrency concurrency, boolean laned, int capacity, Executor executor, Consumer<T> task) {
		this.concurrency = laned ? new Concurrency(concurrency.max(), concurrency.max()) : concurrency;
		this.executor = executor;
		this.task = task;
		for (int i = 0; i < (laned ? concurrency.max() : 1); i++) {
			this.lanes.add(new LinkedBlockingQueue<>(capacity));
		}
		for (int i = 0; i < this.concurrency.min(); i++) {
			this.count.incrementAndGet();
			launch(this.lanes.get(i % this.lanes.size()));
		}
	}

	/**
	 * Hands an item over, waiting for room. After the end it is dropped if there is none.
	 * @param item the item
	 * @param key decides the lane: items of one key are handled one after the other
	 */
	void submit(T item, @Nullable Object key) {
		int hash = (key != null) ? key.hashCode() : 0;
		BlockingQueue<Object> lane = this.lanes.get(Math.floorMod(hash ^ (hash >>> 16), this.lanes.size()));
		if (!lane.offer(item)) {
			putUnlessEnded(lane, item);
		}
	}

	/**
	 * Adds a worker if items wait and there may be more. Called periodically.
	 */
	void adapt() {
		BlockingQueue<Object> queue = this.lanes.get(0);
		int now = this.count.get();
		if (now < this.concurrency.max() && !queue.isEmpty() && this.count.compareAndSet(now, now + 1)) {
			launch(queue);
		}
	}

	int count() {
		return this.count.get();
	}

	/**
	 * How many items wait in all lanes.
	 */
	int queued() {
		return this.lanes.stream().mapToInt(BlockingQueue::size).sum();
	}

	/**
	 * How many items wait in the lane that has the most.
	 */
	int deepestLane() {
		return this.lanes.stream().mapToInt(BlockingQueue::size).max().orElse(0);
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
		this.ended = true;
		// only to wake those who wait; in a full lane nobody does
		this.lanes.forEach((lane) -> lane.offer(END));
		return this.running.awaitNone(timeout);
	}

	private void launch(BlockingQueue<Object> lane) {
		this.running.begin();
		this.executor.execute(() -> work(lane));
	}

	@SuppressWarnings("unchecked")
	private void work(BlockingQueue<Object> lane) {
		try {
			while (true) {
				Object item = take(lane);
				if (item == null) {
					return;
				}
				if (item != END) {
					accept((T) item);
				}
				if (this.ended && lane.isEmpty()) {
					// the next worker of this lane is to wake too
					lane.offer(END);
					return;
				}
			}
		}
		finally {
			this.running.end();
		}
	}

	private void accept(T item) {
		try {
			this.task.accept(item);
		}
		catch (Throwable ex) {
			logger.error(ex, "A listener's worker goes on after an unexpected failure");
		}
	}

	/**
	 * The next item, or {@code null} if this worker is one too many.
	 */
	private @Nullable Object take(BlockingQueue<Object> lane) {
		while (true) {
			try {
				int now = this.count.get();
				if (now <= this.concurrency.min()) {
					return lane.take();
				}
				Object item = lane.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
				if (item != null) {
					return item;
				}
				now = this.count.get();
				if (now > this.concurrency.min() && this.count.compareAndSet(now, now - 1)) {
					return null;
				}
			}
			catch (InterruptedException ex) {
				// left behind by a handler: a worker ends only when told to
			}
		}
	}

	private void putUnlessEnded(BlockingQueue<Object> lane, Object item) {
		boolean interrupted = false;
		while (!this.ended) {
			try {
				if (lane.offer(item, ROOM.toNanos(), TimeUnit.NANOSECONDS)) {
					break;
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Workers that take items from one queue, as many as there is work for within limits; or,
 * to keep an order, a fixed number of them that take lanes, of which each is served by
 * one worker at a time. A worker never dies of what its task throws.
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

	/**
	 * So many that those which share a lane by chance do not keep workers idle.
	 */
	private static final int LANES_PER_WORKER = 32;

	/** Items, or lanes that need a worker. */
	private final BlockingQueue<Object> queue;

	private final List<Lane<T>> lanes;

	/** Of what waits in lanes. */
	private final @Nullable Semaphore room;

	private final Concurrency concurrency;

	private final Executor executor;

	private final Consumer<T> task;

	private final AtomicInteger count = new AtomicInteger();

	private final InFlight running = new InFlight();

	private volatile boolean ended;

	/**
	 * Starts the workers.
	 * @param concurrency how many; in order, the maximum from the beginning
	 * @param ordered whether items of one key are handled one after the other
	 * @param capacity how many items may wait, in order for each worker, before
	 * {@link #submit} waits
	 * @param executor runs the workers, each on a thread of its own
	 * @param task handles an item
	 */
	Workers(Concurrency concurrency, boolean ordered, int capacity, Executor executor, Consumer<T> task) {
		this.concurrency = ordered ? new Concurrency(concurrency.max(), concurrency.max()) : concurrency;
		this.executor = executor;
		this.task = task;
		boolean laned = ordered && concurrency.max() > 1;
		this.queue = new LinkedBlockingQueue<>(laned ? Integer.MAX_VALUE : capacity);
		this.lanes = laned
				? Stream.generate(() -> new Lane<T>()).limit((long) concurrency.max() * LANES_PER_WORKER).toList()
				: List.of();
		this.room = (laned && capacity < Integer.MAX_VALUE) ? new Semaphore(capacity * concurrency.max()) : null;
		for (int i = 0; i < this.concurrency.min(); i++) {
			this.count.incrementAndGet();
			launch();
		}
	}

	/**
	 * Hands an item over, waiting for room. After the end it is dropped if there is none.
	 * @param item the item
	 * @param key decides the lane: items of one key are handled one after the other
	 */
	void submit(T item, @Nullable Object key) {
		if (this.lanes.isEmpty()) {
			if (!this.queue.offer(item)) {
				waitUnlessEnded(() -> this.queue.offer(item, ROOM.toNanos(), TimeUnit.NANOSECONDS));
			}
			return;
		}
		Semaphore limit = this.room;
		if (limit == null || limit.tryAcquire()
				|| waitUnlessEnded(() -> limit.tryAcquire(ROOM.toNanos(), TimeUnit.NANOSECONDS))) {
			int hash = (key != null) ? key.hashCode() : 0;
			Lane<T> lane = this.lanes.get(Math.floorMod(hash ^ (hash >>> 16), this.lanes.size()));
			if (lane.add(item)) {
				this.queue.add(lane);
			}
		}
	}

	/**
	 * Adds a worker if items wait and there may be more. Called periodically.
	 */
	void adapt() {
		int now = this.count.get();
		if (now < this.concurrency.max() && !this.queue.isEmpty() && this.count.compareAndSet(now, now + 1)) {
			launch();
		}
	}

	int count() {
		return this.count.get();
	}

	/**
	 * How many items wait.
	 */
	int queued() {
		return this.lanes.isEmpty() ? this.queue.size() : this.lanes.stream().mapToInt(Lane::waiting).sum();
	}

	/**
	 * How many items wait in the lane that has the most.
	 */
	int deepestLane() {
		return this.lanes.isEmpty() ? this.queue.size() : this.lanes.stream().mapToInt(Lane::waiting).max().orElse(0);
	}

	/**
	 * Takes back all items that no worker has begun. Nothing may be submitted afterwards.
	 * @return the items
	 */
	@SuppressWarnings("unchecked")
	List<T> takeBack() {
		List<T> items = new ArrayList<>();
		if (this.lanes.isEmpty()) {
			List<Object> waiting = new ArrayList<>();
			this.queue.drainTo(waiting);
			waiting.removeIf((item) -> item == END);
			items.addAll((List<T>) waiting);
		}
		for (Lane<T> lane : this.lanes) {
			for (T item = lane.takeBack(); item != null; item = lane.takeBack()) {
				items.add(item);
			}
		}
		return items;
	}

	/**
	 * Lets the workers finish what was submitted, and ends them.
	 * @param timeout how long to wait for it
	 * @return whether all ended in time
	 */
	boolean finish(Duration timeout) {
		this.ended = true;
		// only to wake those who wait; with a full queue nobody does
		this.queue.offer(END);
		return this.running.awaitNone(timeout);
	}

	private void launch() {
		this.running.begin();
		this.executor.execute(this::work);
	}

	@SuppressWarnings("unchecked")
	private void work() {
		try {
			while (true) {
				Object next = take();
				if (next == null) {
					return;
				}
				if (next instanceof Lane<?> lane) {
					serve((Lane<T>) lane);
				}
				else if (next != END) {
					accept((T) next);
				}
				if (this.ended && this.queue.isEmpty()) {
					// the next worker is to wake too
					this.queue.offer(END);
					return;
				}
			}
		}
		finally {
			this.running.end();
		}
	}

	/**
	 * One item, so that a busy lane does not keep others waiting.
	 */
	private void serve(Lane<T> lane) {
		T item = lane.next();
		if (item == null) {
			return;
		}
		if (this.room != null) {
			this.room.release();
		}
		accept(item);
		if (lane.handled()) {
			this.queue.add(lane);
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
	private @Nullable Object take() {
		while (true) {
			try {
				int now = this.count.get();
				if (now <= this.concurrency.min()) {
					return this.queue.take();
				}
				Object item = this.queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
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

	private boolean waitUnlessEnded(Callable<Boolean> attempt) {
		boolean interrupted = false;
		boolean done = false;
		while (!done && !this.ended) {
			try {
				done = attempt.call();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return done;
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.natsboot.core.InboundHandler;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Gathers messages and hands them on together, when there are enough of them or the first
 * has waited long enough. To its container each message is one that completes later, so
 * that filters, settlement, leases and dead letters are the same as for single messages.
 */
final class BatchHandler implements BatchingHandler {

	private final int maxSize;

	private final Duration maxWait;

	private final int concurrency;

	private final Executor executor;

	private final Batch handler;

	private final Semaphore atOnce;

	private final ReentrantLock lock = new ReentrantLock();

	private List<Item> items = new ArrayList<>();

	private long number;

	/**
	 * Creates a handler.
	 * @param maxSize how many messages are handed on together at the most, from 1
	 * @param maxWait how long the first of them waits for others
	 * @param concurrency how many batches are handled at the same time
	 * @param executor runs batches that did not become full
	 * @param handler handles a batch
	 */
	BatchHandler(int maxSize, Duration maxWait, int concurrency, Executor executor, Batch handler) {
		this.maxSize = maxSize;
		this.maxWait = maxWait;
		this.concurrency = concurrency;
		this.executor = executor;
		this.handler = handler;
		this.atOnce = new Semaphore(concurrency, true);
	}

	@Override
	public InboundHandler around(UnaryOperator<Batch> around) {
		return new BatchHandler(this.maxSize, this.maxWait, this.concurrency, this.executor,
				around.apply(this.handler));
	}

	@Override
	public CompletionStage<?> handle(Message message) {
		Item item = new Item(message, new CompletableFuture<>());
		List<Item> full = null;
		this.lock.lock();
		try {
			this.items.add(item);
			if (this.items.size() >= this.maxSize) {
				full = take();
			}
			else if (this.items.size() == 1) {
				long current = this.number;
				CompletableFuture.delayedExecutor(this.maxWait.toNanos(), TimeUnit.NANOSECONDS, this.executor)
					.execute(() -> waited(current));
			}
		}
		finally {
			this.lock.unlock();
		}
		if (full != null) {
			handle(full);
		}
		return item.done();
	}

	private void waited(long which) {
		List<Item> gathered;
		this.lock.lock();
		try {
			if (which != this.number) {
				return;
			}
			gathered = take();
		}
		finally {
			this.lock.unlock();
		}
		handle(gathered);
	}

	private List<Item> take() {
		List<Item> taken = this.items;
		this.items = new ArrayList<>();
		this.number++;
		return taken;
	}

	private void handle(List<Item> batch) {
		this.atOnce.acquireUninterruptibly();
		try {
			List<@Nullable Throwable> failures = this.handler.handle(batch.stream().map(Item::message).toList());
			for (int i = 0; i < batch.size(); i++) {
				Throwable failure = failures.isEmpty() ? null : failures.get(i);
				if (failure == null) {
					batch.get(i).done().complete(null);
				}
				else {
					batch.get(i).done().completeExceptionally(failure);
				}
			}
		}
		catch (Throwable ex) {
			batch.forEach((item) -> item.done().completeExceptionally(ex));
		}
		finally {
			this.atOnce.release();
		}
	}

	private record Item(Message message, CompletableFuture<@Nullable Void> done) {
	}

}

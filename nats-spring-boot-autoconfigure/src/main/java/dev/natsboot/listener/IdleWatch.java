package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Notices when a listener has had no message for a while, and when it has one again.
 * Asked by whatever ticks for its container already.
 */
final class IdleWatch {

	private static final LogAccessor logger = new LogAccessor(IdleWatch.class);

	private final ListenerDescription listener;

	private final Duration after;

	private final ListenerServices services;

	private final LongAdder begun = new LongAdder();

	private final AtomicInteger busy = new AtomicInteger();

	private long begunAtTick;

	private volatile long quietSince = System.nanoTime();

	private volatile boolean idle;

	private CompletableFuture<@Nullable Void> published = CompletableFuture.completedFuture(null);

	/**
	 * Creates a watch.
	 * @param listener the listener
	 * @param after after how long without a message it is idle
	 * @param services publishes the events
	 */
	IdleWatch(ListenerDescription listener, Duration after, ListenerServices services) {
		this.listener = listener;
		this.after = after;
		this.services = services;
	}

	InboundHandler watch(InboundHandler handler) {
		return (message) -> {
			this.begun.increment();
			this.busy.incrementAndGet();
			CompletionStage<?> stage = null;
			try {
				stage = handler.handle(message);
				return (stage != null) ? stage.whenComplete((result, failure) -> this.busy.decrementAndGet()) : null;
			}
			finally {
				if (stage == null) {
					this.busy.decrementAndGet();
				}
			}
		};
	}

	/**
	 * The listener is served from now on: what was before does not count.
	 */
	void begin() {
		this.quietSince = System.nanoTime();
		this.idle = false;
	}

	/**
	 * Called periodically, by one thread at a time.
	 * @param served whether messages can come at all
	 */
	void tick(boolean served) {
		long now = System.nanoTime();
		long count = this.begun.sum();
		boolean active = count != this.begunAtTick || this.busy.get() > 0;
		this.begunAtTick = count;
		if (active || !served) {
			this.quietSince = now;
		}
		if (active && this.idle) {
			this.idle = false;
			publish(new NatsListenerEvent.NoLongerIdle(this.listener));
		}
		else if (!this.idle && now - this.quietSince >= this.after.toNanos()) {
			this.idle = true;
			publish(new NatsListenerEvent.Idle(this.listener, this.after));
		}
	}

	/**
	 * One after the other, and not on the thread that ticks for all listeners.
	 */
	private void publish(NatsListenerEvent event) {
		this.published = this.published.thenRunAsync(() -> {
			try {
				this.services.publish(event);
			}
			catch (RuntimeException ex) {
				logger.error(ex, () -> "An event of listener '" + this.listener.id() + "' failed who listens to it");
			}
		}, this.services.executor());
	}

}

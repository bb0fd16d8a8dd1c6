package dev.natsboot.security;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.natsboot.core.Backoff;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * What JetStream listeners do while keys cannot be fetched: they wait with the message in
 * hand, at growing intervals, and when that takes too long they are paused until the keys
 * are there, so that no message uses up its deliveries. Thread-safe.
 */
final class KeyOutages implements AutoCloseable {

	private static final LogAccessor logger = new LogAccessor(KeyOutages.class);

	private static final Duration STEP = Duration.ofMillis(100);

	private final Function<String, @Nullable NatsListenerContainer> containers;

	private final Duration patience;

	private final Backoff backoff;

	private final Set<String> paused = ConcurrentHashMap.newKeySet();

	private final CountDownLatch closing = new CountDownLatch(1);

	KeyOutages(Function<String, @Nullable NatsListenerContainer> containers, Duration patience) {
		this.containers = containers;
		this.patience = patience;
		this.backoff = new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(10), 0.2);
	}

	/**
	 * Waits until it is time to try again.
	 * @param listener the listener's id
	 * @param attempt the number of the attempt that failed, from 1
	 * @param begun when the first attempt failed, by {@link System#nanoTime()}
	 * @param reachable whether the keys can be fetched now
	 * @return {@code false} to hand the message back
	 */
	boolean await(String listener, int attempt, long begun, BooleanSupplier reachable) {
		if (System.nanoTime() - begun >= this.patience.toNanos()) {
			pause(listener, reachable);
			return false;
		}
		long until = System.nanoTime() + this.backoff.delay(attempt).toNanos();
		while (System.nanoTime() - until < 0) {
			if (!isServed(listener) || !sleep(STEP)) {
				return false;
			}
		}
		return true;
	}

	private void pause(String listener, BooleanSupplier reachable) {
		NatsListenerContainer container = this.containers.apply(listener);
		if (container == null || !this.paused.add(listener)) {
			return;
		}
		logger.error(
				() -> "Listener '" + listener + "' is paused until the keys can be fetched that verify its messages");
		// pausing waits for the handler that this thread runs
		Thread thread = new Thread(() -> pauseUntil(container, reachable), "nats-key-outage-" + listener);
		thread.setDaemon(true);
		thread.start();
	}

	private void pauseUntil(NatsListenerContainer container, BooleanSupplier reachable) {
		try {
			container.pause();
			int attempt = 1;
			while (container.state() == ListenerState.PAUSED && sleep(this.backoff.delay(attempt++))) {
				if (reachable.getAsBoolean()) {
					container.resume();
					return;
				}
			}
		}
		finally {
			this.paused.remove(container.description().id());
		}
	}

	private boolean isServed(String listener) {
		NatsListenerContainer container = this.containers.apply(listener);
		return container == null || (container.isRunning() && container.state() != ListenerState.PAUSED);
	}

	private boolean sleep(Duration time) {
		try {
			return !this.closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		this.closing.countDown();
	}

}

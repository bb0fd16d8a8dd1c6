package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * The threads of all pools of an application: one that keeps the time, and some that wait
 * for servers. They go away when there is nothing to do. Events leave on the latter, one
 * after the other. Between start and stop one more thread keeps the application alive,
 * which may have nothing else while no server is there.
 */
final class ConnectionRuntime {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(ConnectionRuntime.class));

	private final ThreadPoolExecutor workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), daemons("nats-worker-"));

	private final Consumer<NatsConnectionEvent> publisher;

	private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger undelivered = new AtomicInteger();

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("nats-clock-"));

	private @Nullable CountDownLatch end;

	ConnectionRuntime(Consumer<NatsConnectionEvent> publisher) {
		this.publisher = publisher;
		this.clock.setKeepAliveTime(5, TimeUnit.SECONDS);
		this.clock.allowCoreThreadTimeOut(true);
	}

	/**
	 * Keep the application alive. Called, as {@link #stop()}, by one thread at a time.
	 */
	void start() {
		if (this.end == null) {
			CountDownLatch awaited = new CountDownLatch(1);
			this.end = awaited;
			new Thread(() -> await(awaited), "nats-keep-alive").start();
		}
	}

	private static void await(CountDownLatch awaited) {
		try {
			awaited.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	Executor workers() {
		return this.workers;
	}

	/**
	 * Run a task once, on a thread that may wait.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void schedule(Duration delay, Runnable task) {
		this.clock.schedule(() -> this.workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	void publish(NatsConnectionEvent event) {
		enqueue(() -> this.publisher.accept(event));
	}

	private void enqueue(Runnable delivery) {
		this.events.add(delivery);
		if (this.undelivered.getAndIncrement() == 0) {
			this.workers.execute(this::deliver);
		}
	}

	/**
	 * Wait until the events so far have been delivered, or the time is over.
	 */
	void awaitDelivery(Duration timeout) {
		CountDownLatch delivered = new CountDownLatch(1);
		enqueue(delivered::countDown);
		try {
			if (!delivered.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.debug("Some events of NATS connections are not delivered yet");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void deliver() {
		do {
			Runnable delivery = this.events.remove();
			try {
				delivery.run();
			}
			catch (RuntimeException ex) {
				logger.warn(ex, () -> "A listener of NATS connection events failed");
			}
		}
		while (this.undelivered.decrementAndGet() > 0);
	}

	/**
	 * Forget what is scheduled, and let the application end.
	 */
	void stop() {
		this.clock.getQueue().clear();
		if (this.end != null) {
			this.end.countDown();
			this.end = null;
		}
	}

	private static ThreadFactory daemons(String prefix) {
		CustomizableThreadCreator creator = new CustomizableThreadCreator(prefix);
		creator.setDaemon(true);
		return creator::createThread;
	}

}

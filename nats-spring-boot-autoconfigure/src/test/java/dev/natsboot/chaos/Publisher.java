package dev.natsboot.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.natsboot.TestApplication;
import dev.natsboot.core.NatsException;

/**
 * Publishes messages on a few threads, each with an id of its own, and again until the
 * stream acknowledges it.
 */
final class Publisher implements AutoCloseable {

	private static final int THREADS = 4;

	/** How many are for the listener that handles them exactly once. */
	private static final int ONE_IN_SO_MANY = 4;

	private static final Duration PAUSE = Duration.ofMillis(8);

	private final TestApplication application;

	private final Books books;

	private final AtomicLong next = new AtomicLong();

	private final Queue<String> unacknowledged = new ConcurrentLinkedQueue<>();

	private final Map<String, Long> failures = new ConcurrentHashMap<>();

	private ScheduledExecutorService threads;

	private volatile Throwable unexpected;

	Publisher(TestApplication application, Books books) {
		this.application = application;
		this.books = books;
	}

	void start() {
		this.unexpected = null;
		this.failures.clear();
		this.threads = Executors.newScheduledThreadPool(THREADS);
		for (int i = 0; i < THREADS; i++) {
			this.threads.scheduleWithFixedDelay(this::publishOne, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Returns when what was begun is acknowledged.
	 */
	void stop() throws InterruptedException {
		this.threads.shutdown();
		this.threads.awaitTermination(30, TimeUnit.SECONDS);
		TestApplication.await(() -> {
			if (!this.unacknowledged.isEmpty()) {
				publishOne();
			}
			return this.unacknowledged.isEmpty() || this.unexpected != null;
		});
		if (this.unexpected != null) {
			throw new IllegalStateException("The template threw something unexpected", this.unexpected);
		}
	}

	/**
	 * What the template threw, and how often.
	 */
	Map<String, Long> failures() {
		return Map.copyOf(this.failures);
	}

	@Override
	public void close() {
		if (this.threads != null) {
			this.threads.shutdownNow();
		}
	}

	private String nextId() {
		long number = this.next.incrementAndGet();
		return ((number % ONE_IN_SO_MANY == 0) ? Books.ONCE : "m") + number;
	}

	private void publishOne() {
		String again = this.unacknowledged.poll();
		String id = (again != null) ? again : nextId();
		try {
			this.application.nats()
				.to(Books.isOnce(id) ? Chaos.ONCE_SUBJECT : Chaos.SUBJECT)
				.payload(id)
				.messageId(id)
				.timeout(Duration.ofSeconds(1))
				.publish();
			this.books.published(id);
		}
		catch (NatsException ex) {
			this.unacknowledged.add(id);
			this.failures.merge(ex.getClass().getSimpleName(), 1L, Long::sum);
		}
		catch (RuntimeException ex) {
			this.unexpected = ex;
		}
	}

}

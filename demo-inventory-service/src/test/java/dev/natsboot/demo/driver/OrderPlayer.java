package dev.natsboot.demo.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Posts the lines of the file to the order service at an even pace, a few at the same
 * time, and keeps what it answered. Lines are posted as far as they are allowed.
 */
final class OrderPlayer implements AutoCloseable {

	private static final int AT_ONCE = 4;

	private static final Duration PACE = Duration.ofMillis(10);

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private final Http http;

	private final String url;

	private final List<String> lines;

	private final AtomicInteger allowed = new AtomicInteger();

	private final Semaphore due = new Semaphore(0);

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger posted = new AtomicInteger();

	private final Map<String, Played.Placed> accepted = new ConcurrentHashMap<>();

	private final AtomicInteger duplicates = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger conflicting = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

	private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

	OrderPlayer(Http http, String url, List<String> lines) {
		this.http = http;
		this.url = url;
		this.lines = lines;
		for (int i = 0; i < AT_ONCE; i++) {
			CompletableFuture.runAsync(this::play, this.threads).exceptionally((failure) -> {
				this.failures.add(failure.toString());
				return null;
			});
		}
		this.pace.scheduleAtFixedRate(this::next, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Allows that many lines more. */
	void allow(int count) {
		this.allowed.addAndGet(count);
	}

	/** Waits until that many lines are answered. */
	void awaitPosted(int count) {
		Awaitility.await("the order service to answer " + count + " requests")
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.posted.get() >= count);
	}

	private void next() {
		if (this.allowed.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
			this.due.release();
		}
	}

	private void play() {
		try {
			this.due.acquire();
			for (int i = this.next.getAndIncrement(); i < this.lines.size(); i = this.next.getAndIncrement()) {
				post(this.lines.get(i));
				this.posted.incrementAndGet();
				this.due.acquire();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void post(String line) throws InterruptedException {
		try {
			Http.Answer answer = this.http.post(this.url + "/api/orders", line);
			switch (answer.status()) {
				case 202 -> accept(answer.body());
				case 200 -> this.duplicates.incrementAndGet();
				case 400 -> this.refused.incrementAndGet();
				case 409 -> this.conflicting.incrementAndGet();
				default -> this.failures.add("status " + answer.status() + " for " + line);
			}
		}
		catch (IOException ex) {
			this.failures.add(ex + " for " + line);
		}
	}

	private void accept(JsonNode order) {
		String orderId = order.get("orderId").asString();
		Played.Placed placed = new Played.Placed(orderId, order.get("sku").asString(), order.get("quantity").asInt());
		if (this.accepted.putIfAbsent(orderId, placed) != null) {
			this.failures.add("order " + orderId + " was accepted twice");
		}
	}

	/** What was answered so far. */
	Played played() {
		return new Played(this.accepted, this.duplicates.get(), this.refused.get(), this.conflicting.get(),
				List.copyOf(this.failures));
	}

	@Override
	public void close() {
		this.pace.shutdownNow();
		this.threads.shutdownNow();
	}

}

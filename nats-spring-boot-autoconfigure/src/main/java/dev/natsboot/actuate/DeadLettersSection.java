package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetter;
import dev.natsboot.deadletter.DeadLetterHeaders;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.deadletter.DeadLetters;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * How many dead letters there are, by the consumer that gave them up, and the oldest of
 * them. Shows neither payloads nor messages of exceptions.
 */
final class DeadLettersSection implements Section {

	private static final int OLDEST = 20;

	private final NatsConnections connections;

	private final DeadLetters deadLetters;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("nats-endpoint-");

	DeadLettersSection(NatsConnections connections, DeadLetters deadLetters) {
		this.connections = connections;
		this.deadLetters = deadLetters;
		this.executor.setDaemon(true);
	}

	@Override
	public Pending begin(Deadline deadline) {
		DeadLetterSettings settings = this.deadLetters.settings();
		NatsConnectionPool pool = this.connections.pool(NatsConnections.DEFAULT_NAME);
		CompletableFuture<Map<String, Long>> counts = deadline
			.ask(pool, (inquiry) -> inquiry.subjects(settings.stream(), settings.subjectPrefix() + ".>"))
			.handle((answer, failure) -> (answer != null) ? answer : Map.of());
		CompletableFuture<List<Map<String, Object>>> oldest = CompletableFuture.completedFuture(List.of());
		if (pool.isConnected()) {
			oldest = CompletableFuture.supplyAsync(this::oldest, this.executor)
				.completeOnTimeout(List.of(), Math.max(1, deadline.end() - System.nanoTime()), TimeUnit.NANOSECONDS)
				.exceptionally((failure) -> List.of());
		}
		Map<String, CompletableFuture<?>> things = new LinkedHashMap<>();
		things.put("stream", CompletableFuture.completedFuture(settings.stream()));
		things.put("count", counts.thenApply((found) -> found.values().stream().mapToLong(Long::longValue).sum()));
		things.put("byConsumer", counts.thenApply((found) -> byConsumer(settings, found)));
		things.put("oldest", oldest);
		return new Pending(things);
	}

	private static Map<String, Long> byConsumer(DeadLetterSettings settings, Map<String, Long> bySubject) {
		Map<String, Long> shown = new TreeMap<>();
		bySubject
			.forEach((subject, count) -> shown.put(subject.substring(settings.subjectPrefix().length() + 1), count));
		return shown;
	}

	private List<Map<String, Object>> oldest() {
		return this.deadLetters.list(1, OLDEST).stream().map(DeadLettersSection::describe).toList();
	}

	private static Map<String, Object> describe(DeadLetter letter) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("sequence", letter.sequence());
		shown.put("subject", String.valueOf(letter.subject()));
		shown.put("consumer", String.valueOf(letter.consumer()));
		shown.put("deliveries", String.valueOf(letter.headers().getFirst(DeadLetterHeaders.DELIVERIES)));
		shown.put("failedAt", String.valueOf(letter.headers().getFirst(DeadLetterHeaders.FAILED_AT)));
		shown.put("exception", String.valueOf(letter.headers().getFirst(DeadLetterHeaders.EXCEPTION)));
		return shown;
	}

}

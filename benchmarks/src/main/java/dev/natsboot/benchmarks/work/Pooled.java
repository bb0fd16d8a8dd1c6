package dev.natsboot.benchmarks.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.natsboot.core.NatsOperations;

/**
 * Four threads publish core messages over a pool, under many subjects.
 */
final class Pooled implements Workload {

	private static final int THREADS = 4;

	private static final int SUBJECTS = 64;

	private final Application application;

	private final NatsOperations nats;

	private final String[] subjects = IntStream.range(0, SUBJECTS)
		.mapToObj((i) -> "bench.pooled." + i)
		.toArray(String[]::new);

	private final byte[] payload = new byte[128];

	private final Meter meter = new Meter();

	Pooled(String url, Map<String, String> properties) {
		this.application = Application.start(url, properties);
		this.nats = this.application.nats();
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			this.meter.begin();
			long end = System.nanoTime() + arguments.nanos("seconds");
			List<Future<Long>> counts = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				counts.add(threads.submit(() -> publishUntil(end)));
			}
			long messages = 0;
			for (Future<Long> count : counts) {
				messages += count.get();
			}
			for (String subject : this.subjects) {
				this.application.connection(subject).flush(Clients.LONG);
			}
			return this.meter.end(messages);
		}
		finally {
			threads.shutdown();
		}
	}

	private long publishUntil(long end) {
		long messages = 0;
		while (System.nanoTime() < end) {
			for (String subject : this.subjects) {
				this.nats.send(subject, this.payload);
			}
			messages += this.subjects.length;
		}
		return messages;
	}

	@Override
	public void close() {
		this.application.close();
	}

}

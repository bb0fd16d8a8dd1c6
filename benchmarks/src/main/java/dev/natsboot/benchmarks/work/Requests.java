package dev.natsboot.benchmarks.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;

/**
 * Asks and waits for the replies, by one thread or several.
 */
final class Requests {

	private static final long HIGHEST = TimeUnit.SECONDS.toNanos(10);

	private final Asker asker;

	private final byte[] payload = new byte[128];

	Requests(Asker asker) {
		this.asker = asker;
	}

	/**
	 * One caller at a steady pace. A request that should have begun while the one before
	 * was not answered is timed from when it should have begun; a timer that wakes late
	 * is not the client's fault and is not counted.
	 * @param nanos how long
	 * @param interval the time from one request to the next
	 * @return percentiles in microseconds
	 */
	Map<String, Double> paced(long nanos, long interval) throws Exception {
		Histogram latencies = new Histogram(HIGHEST, 3);
		long begin = System.nanoTime();
		long due = begin;
		long end = begin;
		while (end - begin < nanos) {
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			long from = (end > due) ? due : System.nanoTime();
			this.asker.ask(this.payload);
			end = System.nanoTime();
			latencies.recordValue(Math.min(HIGHEST, end - from));
			due += interval;
		}
		Map<String, Double> result = new LinkedHashMap<>();
		result.put("p50", latencies.getValueAtPercentile(50) / 1000.0);
		result.put("p90", latencies.getValueAtPercentile(90) / 1000.0);
		result.put("p99", latencies.getValueAtPercentile(99) / 1000.0);
		result.put("p99.9", latencies.getValueAtPercentile(99.9) / 1000.0);
		result.put("requests", (double) latencies.getTotalCount());
		return result;
	}

	/**
	 * Callers that ask again as soon as they have a reply.
	 * @param nanos how long
	 * @param callers how many threads
	 * @return the rate
	 */
	Map<String, Double> saturated(long nanos, int callers) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		try {
			long begin = System.nanoTime();
			List<Future<Long>> counts = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				counts.add(threads.submit(() -> askUntil(begin + nanos)));
			}
			long sum = 0;
			for (Future<Long> count : counts) {
				sum += count.get();
			}
			return Map.of("requests", (double) sum, "rate", sum * 1e9 / (System.nanoTime() - begin));
		}
		finally {
			threads.shutdown();
		}
	}

	private long askUntil(long end) throws Exception {
		long count = 0;
		while (System.nanoTime() < end) {
			this.asker.ask(this.payload);
			count++;
		}
		return count;
	}

	Map<String, Double> call(Arguments arguments) throws Exception {
		int callers = arguments.number("callers");
		long nanos = arguments.nanos("seconds");
		return (callers == 1) ? paced(nanos, TimeUnit.MICROSECONDS.toNanos(arguments.number("interval")))
				: saturated(nanos, callers);
	}

	/**
	 * Asks, waits, and checks that there is an answer.
	 */
	@FunctionalInterface
	interface Asker {

		void ask(byte[] payload) throws Exception;

	}

}

package dev.natsboot;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;

/**
 * What all threads of this JVM allocate, but those that have ended.
 */
public final class AllThreads {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private AllThreads() {
	}

	/**
	 * Runs a task.
	 * @param task the task
	 * @return the bytes that were allocated meanwhile
	 */
	public static long allocate(Task task) throws Exception {
		Map<Long, Long> before = allocated();
		task.run();
		return allocated().entrySet()
			.stream()
			.mapToLong((thread) -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
			.sum();
	}

	private static Map<Long, Long> allocated() {
		long[] ids = THREADS.getAllThreadIds();
		long[] bytes = THREADS.getThreadAllocatedBytes(ids);
		Map<Long, Long> result = new HashMap<>();
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] > 0) {
				result.put(ids[i], bytes[i]);
			}
		}
		return result;
	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	public interface Task {

		void run() throws Exception;

	}

}

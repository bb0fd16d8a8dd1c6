package dev.natsboot.benchmarks.work;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM has used between two points: CPU time with the compiler's and collector's
 * threads, allocated bytes of all threads, and wall-clock time.
 */
final class Meter {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final @Nullable Method TOTAL = total();

	private long cpu;

	private long bytes;

	private long time;

	void begin() {
		this.bytes = allocated();
		this.cpu = SYSTEM.getProcessCpuTime();
		this.time = System.nanoTime();
	}

	Map<String, Double> end(long messages) {
		long nanos = System.nanoTime() - this.time;
		long used = SYSTEM.getProcessCpuTime() - this.cpu;
		long allocated = allocated() - this.bytes;
		Map<String, Double> result = new LinkedHashMap<>();
		result.put("messages", (double) messages);
		result.put("rate", messages * 1e9 / nanos);
		result.put("cpu", used / 1000.0 / messages);
		result.put("bytes", (double) allocated / messages);
		return result;
	}

	/**
	 * Of all threads that ever were (JDK 21 and newer), or of those that are.
	 */
	private static long allocated() {
		try {
			if (TOTAL != null) {
				return (long) TOTAL.invoke(THREADS);
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(0, bytes);
		}
		return sum;
	}

	private static @Nullable Method total() {
		try {
			return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}

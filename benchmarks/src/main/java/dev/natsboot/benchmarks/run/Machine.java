package dev.natsboot.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Linux tells of the machine. Elsewhere there is nothing to tell: no load is seen
 * and no server time.
 */
final class Machine {

	private static final Path STAT = Path.of("/proc/stat");

	private static final double TICKS = 100;

	private Machine() {
	}

	/**
	 * The CPU time of a process.
	 * @return seconds, zero where it is not known
	 */
	static double cpu(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
			// the name, in brackets, may hold blanks
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	static double cpu(Collection<Long> pids) {
		return pids.stream().mapToDouble(Machine::cpu).sum();
	}

	/**
	 * The CPU time of all processes, and what a hypervisor took away. Interrupts are left
	 * out, since they serve our own packets too.
	 * @return seconds, zero where it is not known
	 */
	static double busy() {
		try {
			String[] fields = Files.readAllLines(STAT).get(0).split("\\s+");
			long steal = (fields.length > 8) ? Long.parseLong(fields[8]) : 0;
			return (Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]) + steal) / TICKS;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	static int cores() {
		return Runtime.getRuntime().availableProcessors();
	}

	static Map<String, String> description(String server) {
		Map<String, String> result = new LinkedHashMap<>();
		result.put("processor", firstValue("/proc/cpuinfo", "model name"));
		result.put("cores", String.valueOf(cores()));
		result.put("memory", firstValue("/proc/meminfo", "MemTotal"));
		result.put("system",
				System.getProperty("os.name") + " " + System.getProperty("os.version").replaceAll("-.*", ""));
		result.put("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
		result.put("nats-server", server);
		result.put("jnats", io.nats.client.Nats.CLIENT_VERSION);
		return result;
	}

	private static String firstValue(String file, String name) {
		try {
			return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)
				.stream()
				.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}

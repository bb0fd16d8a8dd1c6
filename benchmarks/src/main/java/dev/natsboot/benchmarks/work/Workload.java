package dev.natsboot.benchmarks.work;

import java.util.Map;

/**
 * One side of a row, in a process of its own. Called by one thread.
 */
interface Workload extends AutoCloseable {

	/**
	 * Does what the benchmark's main process asks for.
	 * @param command what to do
	 * @param arguments the arguments by name
	 * @return what was measured
	 */
	Map<String, Double> call(String command, Arguments arguments) throws Exception;

}

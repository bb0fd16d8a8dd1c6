package dev.natsboot.benchmarks.run;

import java.util.Map;

/**
 * What one side does in a round.
 */
@FunctionalInterface
interface Round {

	/**
	 * Runs a round.
	 * @param bench the server, the driver and the settings
	 * @param subject the side's process
	 * @param side the side's name, {@code raw} or {@code ours}
	 * @return what was measured
	 */
	Map<String, Double> run(Bench bench, Child subject, String side) throws Exception;

}

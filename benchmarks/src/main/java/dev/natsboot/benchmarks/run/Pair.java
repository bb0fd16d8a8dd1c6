package dev.natsboot.benchmarks.run;

import java.util.Map;

/**
 * Two rounds, one after the other, of the two sides.
 *
 * @param raw what the raw side measured
 * @param ours what our side measured
 * @param foreign the greater of the shares of the machine that others used meanwhile
 */
record Pair(Map<String, Double> raw, Map<String, Double> ours, double foreign) {

	double raw(String metric) {
		return this.raw.getOrDefault(metric, Double.NaN);
	}

	double ours(String metric) {
		return this.ours.getOrDefault(metric, Double.NaN);
	}

}

package dev.natsboot.benchmarks.run;

import java.util.Arrays;
import java.util.Collection;

/**
 * Median, least and greatest of some numbers.
 *
 * @param median the median
 * @param min the least
 * @param max the greatest
 */
record Samples(double median, double min, double max) {

	static Samples of(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			return new Samples(Double.NaN, Double.NaN, Double.NaN);
		}
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Samples(median, sorted[0], Arrays.stream(sorted).max().getAsDouble());
	}

}

package dev.natsboot.benchmarks.report;

import java.util.List;

/**
 * A picture with bars.
 *
 * @param title what is shown
 * @param unit the unit of all values
 * @param series what the bars of a group are
 * @param groups the groups
 */
public record Bars(String title, String unit, List<String> series, List<Group> groups) {

	/**
	 * Bars side by side.
	 *
	 * @param label what they are about
	 * @param values a value for each series
	 */
	public record Group(String label, List<Double> values) {
	}

}

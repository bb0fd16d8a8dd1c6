package dev.natsboot.benchmarks.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.natsboot.benchmarks.report.Curve;

/**
 * What a row came to.
 *
 * @param number the row's number
 * @param name its name
 * @param title what is done
 * @param goals the goals, judged
 * @param raw the medians of the raw side
 * @param ours the medians of our side
 * @param pairs how many pairs of rounds are kept
 * @param dropped how many were dropped because others used the machine
 * @param foreign the median share of the machine that others used in those kept
 * @param curves figures without a goal
 */
record RowResult(String number, String name, String title, List<Goal.Judged> goals, Map<String, Double> raw,
		Map<String, Double> ours, int pairs, int dropped, double foreign, List<Curve> curves) {

	/**
	 * Figures without a goal.
	 */
	static RowResult figures(String number, String name, String title, Curve curve) {
		return new RowResult(number, name, title, List.of(), Map.of(), Map.of(), 0, 0, Double.NaN, List.of(curve));
	}

	RowResult with(Curve curve) {
		return new RowResult(this.number, this.name, this.title, this.goals, this.raw, this.ours, this.pairs,
				this.dropped, this.foreign, List.of(curve));
	}

	boolean met() {
		return this.goals.stream().allMatch(Goal.Judged::met);
	}

	private String figures() {
		return this.curves.stream()
			.flatMap((curve) -> curve.lines().stream())
			.map((line) -> line.name() + " "
					+ line.points()
						.stream()
						.map((point) -> point.label() + ": " + Goal.Judged.number(point.value()))
						.collect(Collectors.joining(", ")))
			.collect(Collectors.joining("; "));
	}

	String verdict() {
		return this.goals.isEmpty() ? "figures" : met() ? "ok" : "short";
	}

	String line() {
		String measured = this.goals.stream()
			.map((goal) -> goal.text() + ": " + goal.measured())
			.collect(Collectors.joining("; "));
		return "%-18s %-8s %s".formatted(this.name, verdict(), measured.isEmpty() ? figures() : measured);
	}

}

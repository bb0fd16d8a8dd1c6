package dev.natsboot.benchmarks.run;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The pairs of rounds that count. The rule: a pair is dropped when other processes used
 * more than a tenth of the machine during one of its rounds; but the least disturbed half
 * is always kept, and the share is reported.
 */
final class Kept {

	private static final double DISTURBED = 0.1;

	private final List<Pair> pairs;

	private final int dropped;

	Kept(List<Pair> all) {
		List<Pair> quiet = all.stream().filter((pair) -> pair.foreign() <= DISTURBED).toList();
		int half = (all.size() + 1) / 2;
		this.pairs = (quiet.size() >= half) ? quiet
				: all.stream().sorted(Comparator.comparingDouble(Pair::foreign)).limit(half).toList();
		this.dropped = all.size() - this.pairs.size();
	}

	RowResult result(String number, String name, String title, List<Goal> goals) {
		return new RowResult(number, name, title, goals.stream().map((goal) -> goal.judge(this.pairs)).toList(),
				medians(Pair::raw), medians(Pair::ours), this.pairs.size(), this.dropped,
				Samples.of(this.pairs.stream().map(Pair::foreign).toList()).median(), List.of());
	}

	private Map<String, Double> medians(Function<Pair, Map<String, Double>> side) {
		Set<String> metrics = new LinkedHashSet<>();
		this.pairs.forEach((pair) -> metrics.addAll(side.apply(pair).keySet()));
		Map<String, Double> medians = new LinkedHashMap<>();
		for (String metric : metrics) {
			medians.put(metric, Samples
				.of(this.pairs.stream().map((pair) -> side.apply(pair).getOrDefault(metric, Double.NaN)).toList())
				.median());
		}
		return medians;
	}

}

package dev.natsboot.benchmarks.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.benchmarks.report.Curve;

/**
 * 1 to 1,000 core listeners in one application: what an idle one holds, and what a
 * message costs when it may be for any of them.
 */
record ListenersRow() implements Row {

	private static final int[] COUNTS = { 1, 10, 100, 1000 };

	private static final int MOST = 1000;

	@Override
	public String name() {
		return "listeners";
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		List<Curve.Point> raw = new ArrayList<>();
		List<Curve.Point> ours = new ArrayList<>();
		for (int count : COUNTS) {
			RowResult result = new PairedRow("12", name(), name(), "listeners:count=" + count, Rounds.listeners(count))
				.run(bench.brief());
			raw.add(new Curve.Point(String.valueOf(count), result.raw().getOrDefault("cpu", Double.NaN)));
			ours.add(new Curve.Point(String.valueOf(count), result.ours().getOrDefault("cpu", Double.NaN)));
		}
		Map<String, Double> rawIdle = idle(bench, "raw");
		Map<String, Double> ourIdle = idle(bench, "ours");
		Pair idle = new Pair(rawIdle, ourIdle, 0);
		Curve curve = new Curve("listeners", "Core listeners in one application: CPU per message", "listeners",
				"us per message", List.of(new Curve.Line("raw", raw), new Curve.Line("ours", ours)));
		return new Kept(List.of(idle)).result("12", name(), "1,000 idle listeners: heap and threads of each",
				List.of(Goal.value("heap of a listener <= 20 KiB", "heap", 20),
						Goal.difference("threads of a listener <= raw", "threads", 0)))
			.with(curve);
	}

	/**
	 * What each of many listeners adds.
	 */
	private Map<String, Double> idle(Bench bench, String side) throws Exception {
		Map<String, Double> none = memory(bench, side, 0);
		Map<String, Double> result = new LinkedHashMap<>();
		memory(bench, side, MOST)
			.forEach((metric, value) -> result.put(metric, (value - none.getOrDefault(metric, 0.0)) / MOST));
		return result;
	}

	private Map<String, Double> memory(Bench bench, String side, int count) throws Exception {
		try (Child child = bench.start(new PairedRow.Workload("listeners:count=" + count, side))) {
			return child.call("memory");
		}
	}

}

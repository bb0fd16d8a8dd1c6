package dev.natsboot.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

import dev.natsboot.benchmarks.report.Curve;

/**
 * Four publishing threads over pools of several sizes.
 */
record PoolRow() implements Row {

	private static final int[] SIZES = { 1, 2, 4 };

	@Override
	public String name() {
		return "pools";
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		List<Curve.Point> points = new ArrayList<>();
		for (int size : SIZES) {
			RowResult result = new PairedRow("12", name(), name(), "pool:nats.pool.min-size=1",
					"pool:nats.pool.min-size=" + size, Rounds.publish())
				.run(bench.brief());
			double one = result.raw().getOrDefault("rate", Double.NaN);
			points.add(new Curve.Point(String.valueOf(size), result.ours().getOrDefault("rate", Double.NaN) / one));
		}
		return RowResult.figures("12", name(), "four publishing threads over pools of 1, 2 and 4",
				new Curve("pools", "Core publishing by four threads over a pool", "connections",
						"rate, of that with one connection", List.of(new Curve.Line("template", points))));
	}

}

package dev.natsboot.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

import dev.natsboot.benchmarks.report.Curve;

/**
 * Core listeners of payloads from 16 bytes to 256 KiB.
 */
record PayloadRow() implements Row {

	private static final int[] SIZES = { 16, 128, 1024, 8 * 1024, 64 * 1024, 256 * 1024 };

	@Override
	public String name() {
		return "payloads";
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		List<Curve.Point> raw = new ArrayList<>();
		List<Curve.Point> ours = new ArrayList<>();
		for (int size : SIZES) {
			String label = (size < 1024) ? size + " B" : size / 1024 + " KiB";
			RowResult result = new PairedRow("12", name(), label, "core-bytes", Rounds.core(size)).run(bench.brief());
			raw.add(new Curve.Point(label, result.raw().getOrDefault("cpu", Double.NaN)));
			ours.add(new Curve.Point(label, result.ours().getOrDefault("cpu", Double.NaN)));
		}
		return RowResult.figures("12", name(), "payloads from 16 B to 256 KiB",
				new Curve("payloads", "Core listener: CPU per message by the payload's size", "payload",
						"us per message", List.of(new Curve.Line("raw", raw), new Curve.Line("ours", ours))));
	}

}

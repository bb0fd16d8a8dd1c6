package dev.natsboot.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.natsboot.benchmarks.report.Bars;
import dev.natsboot.benchmarks.report.Curve;
import dev.natsboot.benchmarks.report.Svg;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes results: numbers as JSON, a table as Markdown, pictures as SVG.
 *
 * @param options how it was measured
 * @param machine where
 * @param rows what
 */
record Report(Options options, Map<String, String> machine, List<RowResult> rows) {

	void write(Path folder) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("results.json"), json());
		Files.writeString(folder.resolve("results.md"), table());
		picture(folder, "cpu", "CPU per message, of the side's own process", "us", "cpu");
		picture(folder, "bytes", "Allocated per message", "B", "bytes");
		picture(folder, "rates", "Messages per second", "/s", "rate");
		for (RowResult row : this.rows) {
			for (Curve curve : row.curves()) {
				Files.writeString(folder.resolve(curve.name() + ".svg"), Svg.draw(curve));
			}
		}
	}

	private String json() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("machine", this.machine);
		all.put("quick", this.options.quick());
		all.put("secondsPerRound", this.options.seconds());
		all.put("rows", this.rows);
		return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(all) + "\n";
	}

	private String table() {
		StringBuilder out = new StringBuilder("# Results\n\n");
		out.append(
				this.options.quick() ? "A quick run: few and short rounds, so that the figures of single rows vary.\n\n"
						: "A full run.\n\n");
		out.append("| machine | |\n| --- | --- |\n");
		this.machine.forEach((name, value) -> out.append("| " + name + " | " + value + " |\n"));
		out.append("\n| # | row | goal, against raw jnats | median (least to greatest) | |\n")
			.append("| --- | --- | --- | --- | --- |\n");
		for (RowResult row : this.rows) {
			for (Goal.Judged goal : row.goals()) {
				out.append("| %s | %s: %s | %s | %s | %s |%n".formatted(row.number(), row.name(), row.title(),
						goal.text(), goal.measured(), goal.met() ? "ok" : "short"));
			}
		}
		out.append("\n| row | raw | ours | pairs kept, dropped | used by others |\n")
			.append("| --- | --- | --- | --- | --- |\n");
		for (RowResult row : this.rows) {
			out.append("| %s | %s | %s | %d, %d | %s |%n".formatted(row.name(), figures(row.raw()), figures(row.ours()),
					row.pairs(), row.dropped(), percent(row.foreign())));
		}
		for (RowResult row : this.rows) {
			row.curves().forEach((curve) -> out.append("\n![%s](%s.svg)\n".formatted(curve.title(), curve.name())));
		}
		return out.toString();
	}

	private static String percent(double share) {
		return Double.isNaN(share) ? "" : Math.round(share * 100) + " %";
	}

	private static String figures(Map<String, Double> medians) {
		StringBuilder out = new StringBuilder();
		append(out, medians, "rate", "%,.0f/s");
		append(out, medians, "cpu", "%.2f us");
		append(out, medians, "bytes", "%,.0f B");
		append(out, medians, "server", "server %.2f us");
		append(out, medians, "start", "%.0f ms");
		append(out, medians, "heap", "%.1f KiB");
		append(out, medians, "threads", "%.2f threads");
		append(out, medians, "p50", "p50 %.0f us");
		append(out, medians, "p99", "p99 %.0f us");
		append(out, medians, "rate8", "8 callers %,.0f/s");
		append(out, medians, "rate64", "64 callers %,.0f/s");
		return out.toString();
	}

	private static void append(StringBuilder out, Map<String, Double> medians, String metric, String format) {
		Double value = medians.get(metric);
		if (value != null && !value.isNaN()) {
			out.append((out.length() == 0) ? "" : ", ").append(String.format(Locale.ROOT, format, value));
		}
	}

	private void picture(Path folder, String name, String title, String unit, String metric) throws IOException {
		List<Bars.Group> groups = this.rows.stream()
			.filter((row) -> row.raw().containsKey(metric))
			.map((row) -> new Bars.Group(row.name(),
					List.of(row.raw().getOrDefault(metric, Double.NaN), row.ours().getOrDefault(metric, Double.NaN))))
			.toList();
		if (!groups.isEmpty()) {
			Files.writeString(folder.resolve(name + ".svg"),
					Svg.draw(new Bars(title, unit, List.of("raw", "ours"), groups)));
		}
	}

}

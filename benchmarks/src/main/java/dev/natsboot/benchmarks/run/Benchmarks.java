package dev.natsboot.benchmarks.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the rows and writes what they came to. To be started by {@code run.sh} in the
 * module's folder.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs the rows. The exit status is 0 whatever was measured, 1 if a row could not be
	 * run, 2 for wrong arguments.
	 * @param args the options
	 */
	public static void main(String[] args) throws Exception {
		Options options;
		List<Row> rows;
		try {
			options = Options.parse(List.of(args));
			rows = Rows.all().stream().filter((row) -> wanted(options, row)).toList();
			if (rows.isEmpty()) {
				throw new IllegalArgumentException(
						"No such row. There are: " + String.join(", ", Rows.all().stream().map(Row::name).toList()));
			}
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(Options.USAGE);
			System.exit(2);
			return;
		}
		System.exit(run(options, rows) ? 0 : 1);
	}

	private static boolean wanted(Options options, Row row) {
		return options.only() == null || row.name().equals(options.only());
	}

	private static boolean run(Options options, List<Row> rows) throws Exception {
		List<RowResult> results = new ArrayList<>();
		boolean complete = true;
		try (Bench bench = Bench.start(options)) {
			Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
			for (Row row : rows) {
				try {
					RowResult result = row.run(bench);
					results.add(result);
					System.out.println(result.line());
				}
				catch (Exception ex) {
					complete = false;
					System.out.println("%-18s %-8s %s".formatted(row.name(), "failed", ex.getMessage()));
				}
			}
			Report report = new Report(options, Machine.description(serverVersion(bench)), results);
			report.write(options.folder());
			if (options.publish() && complete) {
				report.write(Path.of("..", "docs", "performance"));
			}
			System.out.println("Results: " + options.folder().toAbsolutePath().normalize());
		}
		return complete;
	}

	private static String serverVersion(Bench bench) throws Exception {
		return Files.readAllLines(bench.server().logFile())
			.stream()
			.filter((line) -> line.contains("Version:"))
			.map((line) -> line.substring(line.indexOf("Version:") + "Version:".length()).strip())
			.findFirst()
			.orElse("unknown");
	}

}

package dev.natsboot.benchmarks.run;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much is measured.
 *
 * @param quick whether this is the quick run
 * @param only the one row to run, or none for all
 * @param folder where results and logs go
 * @param publish whether the results also go to {@code docs/performance}
 * @param forks how often the processes of a row are started anew
 * @param warmUp how many pairs of rounds go before the measured ones
 * @param pairs how many pairs of rounds are measured after each start
 * @param seconds how long a round is
 */
record Options(boolean quick, @Nullable String only, Path folder, boolean publish, int forks, int warmUp, int pairs,
		double seconds) {

	static final String USAGE = "Usage: run.sh [--quick] [--only NAME] [--pairs N] [--seconds S] [--folder DIR]";

	Options brief() {
		return new Options(this.quick, this.only, this.folder, this.publish, 1, 2, Math.max(2, this.pairs / 3),
				this.seconds / 2);
	}

	static Options parse(List<String> args) {
		boolean quick = args.contains("--quick");
		String only = null;
		Path folder = Path.of("target", "performance");
		int pairs = quick ? 5 : 20;
		double seconds = quick ? 1 : 2;
		Iterator<String> rest = args.iterator();
		while (rest.hasNext()) {
			String option = rest.next();
			if (option.equals("--quick")) {
				continue;
			}
			if (!rest.hasNext()) {
				throw new IllegalArgumentException("Unknown option " + option);
			}
			String value = rest.next();
			switch (option) {
				case "--only" -> only = value;
				case "--pairs" -> pairs = Integer.parseInt(value);
				case "--seconds" -> seconds = Double.parseDouble(value);
				case "--folder" -> folder = Path.of(value);
				default -> throw new IllegalArgumentException("Unknown option " + option);
			}
		}
		return new Options(quick, only, folder, only == null, quick ? 1 : 3, quick ? 2 : 4, pairs, seconds);
	}

}

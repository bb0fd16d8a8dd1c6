package dev.natsboot.benchmarks.run;

import java.util.List;
import java.util.Locale;

/**
 * What a row is to reach.
 *
 * @param text the goal in words
 * @param metric what is compared
 * @param kind how
 * @param limit with what
 */
record Goal(String text, String metric, Kind kind, double limit) {

	/**
	 * How our side is compared with the raw one.
	 */
	enum Kind {

		/**
		 * Ours is at most the limit, whatever raw is.
		 */
		VALUE_AT_MOST,

		/**
		 * Ours minus raw is at most the limit.
		 */
		DIFFERENCE_AT_MOST,

		/**
		 * Ours divided by raw is at most the limit.
		 */
		RATIO_AT_MOST,

		/**
		 * Ours divided by raw is at least the limit.
		 */
		RATIO_AT_LEAST

	}

	Judged judge(List<Pair> pairs) {
		Samples samples = Samples.of(pairs.stream().map(this::compare).filter((value) -> !value.isNaN()).toList());
		boolean met = (this.kind == Kind.RATIO_AT_LEAST) ? samples.median() >= this.limit
				: samples.median() <= this.limit;
		return new Judged(this.text, samples.median(), samples.min(), samples.max(), met);
	}

	private Double compare(Pair pair) {
		double ours = pair.ours(this.metric);
		double raw = pair.raw(this.metric);
		return switch (this.kind) {
			case VALUE_AT_MOST -> ours;
			case DIFFERENCE_AT_MOST -> ours - raw;
			case RATIO_AT_MOST, RATIO_AT_LEAST -> ours / raw;
		};
	}

	static Goal value(String text, String metric, double limit) {
		return new Goal(text, metric, Kind.VALUE_AT_MOST, limit);
	}

	static Goal difference(String text, String metric, double limit) {
		return new Goal(text, metric, Kind.DIFFERENCE_AT_MOST, limit);
	}

	static Goal atMost(String text, String metric, double limit) {
		return new Goal(text, metric, Kind.RATIO_AT_MOST, limit);
	}

	static Goal atLeast(String text, String metric, double limit) {
		return new Goal(text, metric, Kind.RATIO_AT_LEAST, limit);
	}

	/**
	 * A goal and what was measured.
	 *
	 * @param text the goal in words
	 * @param median the median of the pairs
	 * @param min the least
	 * @param max the greatest
	 * @param met whether the median is within the limit
	 */
	record Judged(String text, double median, double min, double max, boolean met) {

		String measured() {
			return number(this.median) + " (" + number(this.min) + " to " + number(this.max) + ")";
		}

		static String number(double value) {
			int decimals = (Math.abs(value) >= 100) ? 0 : (Math.abs(value) >= 10) ? 1 : 2;
			return String.format(Locale.ROOT, "%." + decimals + "f", value);
		}

	}

}

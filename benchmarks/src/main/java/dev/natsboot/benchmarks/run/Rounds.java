package dev.natsboot.benchmarks.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rounds that rows are made of.
 */
final class Rounds {

	private static final int INTERVAL_MICROS = 1000;

	private static final int WORKER_MESSAGES = 800;

	private Rounds() {
	}

	/**
	 * The driver sends core messages to a listener.
	 */
	static Round core(int size) {
		return core("size=" + size);
	}

	/**
	 * The driver sends core messages to all listeners in turn.
	 */
	static Round listeners(int count) {
		return core("size=128 spread=" + count);
	}

	private static Round core(String arguments) {
		return (bench, subject, side) -> {
			subject.call("begin");
			Map<String, Double> sent = bench.driver()
				.call("publish subject=bench." + side + " seconds=" + bench.options().seconds() + " " + arguments);
			return subject.call("end messages=" + sent.getOrDefault("messages", 0.0).longValue());
		};
	}

	/**
	 * A consumer takes what a stream holds.
	 */
	static Round stream(int messages) {
		return (bench, subject, side) -> {
			subject.call("prepare");
			double server = bench.serverCpu();
			subject.call("run messages=" + messages);
			double perMessage = (bench.serverCpu() - server) * 1e6 / messages;
			Map<String, Double> result = new LinkedHashMap<>(subject.call("measured"));
			result.put("server", perMessage);
			result.put("both", result.getOrDefault("cpu", Double.NaN) + perMessage);
			return result;
		};
	}

	/**
	 * A consumer with one worker or several takes what a stream holds, about a second's
	 * work. The rate is each worker's.
	 */
	static Round workers(int oneSide, int otherSide) {
		return (bench, subject, side) -> {
			int workers = side.equals("raw") ? oneSide : otherSide;
			Map<String, Double> result = new LinkedHashMap<>(
					stream(WORKER_MESSAGES * workers).run(bench, subject, side));
			result.compute("rate", (metric, rate) -> ((rate != null) ? rate : Double.NaN) / workers);
			return result;
		};
	}

	/**
	 * The subject publishes by itself.
	 */
	static Round publish() {
		return (bench, subject, side) -> subject.call("run seconds=" + bench.options().seconds());
	}

	/**
	 * The subject publishes into a stream, which is emptied before.
	 */
	static Round publishStream() {
		return (bench, subject, side) -> {
			bench.driver().call("purge name=PUBLISHED");
			double server = bench.serverCpu();
			Map<String, Double> result = new LinkedHashMap<>(subject.call("run seconds=" + bench.options().seconds()));
			result.put("server", (bench.serverCpu() - server) * 1e6 / result.getOrDefault("messages", Double.NaN));
			return result;
		};
	}

	/**
	 * One caller at a steady pace, then 8 and 64 that do not pause.
	 * @param subjectAsks whether the subject is the requester, or else the driver
	 */
	static Round requests(boolean subjectAsks) {
		return (bench, subject, side) -> {
			Child requester = subjectAsks ? subject : bench.driver();
			double seconds = bench.options().seconds();
			String subjectArgument = subjectAsks ? "" : " subject=bench." + side;
			Map<String, Double> result = new LinkedHashMap<>(requester
				.call("request callers=1 interval=" + INTERVAL_MICROS + " seconds=" + seconds + subjectArgument));
			for (int callers : new int[] { 8, 64 }) {
				Map<String, Double> saturated = requester
					.call("request callers=" + callers + " seconds=" + seconds / 2 + subjectArgument);
				saturated.forEach((metric, value) -> result.put(metric + callers, value));
			}
			return result;
		};
	}

}

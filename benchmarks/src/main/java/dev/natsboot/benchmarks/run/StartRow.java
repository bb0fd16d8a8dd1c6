package dev.natsboot.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.natsboot.benchmarks.work.StartOurs;
import dev.natsboot.benchmarks.work.StartRaw;

/**
 * How long a minimal application takes from the start of its JVM until it is subscribed,
 * with the library and, without it on the class path, by hand.
 */
record StartRow() implements Row {

	private static final String LIBRARY = ".*/nats-spring-boot-(autoconfigure|starter)[-/].*";

	@Override
	public String name() {
		return "start";
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		List<Pair> pairs = new ArrayList<>();
		int count = bench.options().pairs() * bench.options().forks();
		for (int i = -1; i < count; i++) {
			double busy = Machine.busy();
			double own = bench.cpu();
			long begin = System.nanoTime();
			Map<String, Double> raw = start(bench, "raw", without(), StartRaw.class);
			Map<String, Double> ours = start(bench, "ours", with(), StartOurs.class);
			double seconds = (System.nanoTime() - begin) / 1e9;
			double used = Machine.busy() - busy - (bench.cpu() - own) - raw.getOrDefault("seconds", 0.0)
					- ours.getOrDefault("seconds", 0.0);
			if (i >= 0) {
				pairs.add(new Pair(raw, ours, Math.max(0, used / seconds / Machine.cores())));
			}
		}
		return new Kept(pairs).result("11", name(), "start of a minimal application",
				List.of(Goal.difference("start <= raw + 50 ms", "start", 50)));
	}

	private static String with() {
		return System.getProperty("java.class.path");
	}

	private static String without() {
		return Arrays.stream(with().split(File.pathSeparator))
			.filter((entry) -> !entry.matches(LIBRARY))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Map<String, Double> start(Bench bench, String side, String classPath, Class<?> main)
			throws IOException {
		long begin = System.nanoTime();
		try (Child child = Child.start("start-" + side, bench.logs(), List.of(), classPath,
				List.of(main.getName(), bench.server().url()))) {
			double millis = (System.nanoTime() - begin) / 1e6;
			return Map.of("start", millis, "seconds", Machine.cpu(child.pid()));
		}
	}

}

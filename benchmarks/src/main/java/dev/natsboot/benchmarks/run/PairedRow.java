package dev.natsboot.benchmarks.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A row with two sides, each in a process of its own, whose rounds alternate.
 *
 * @param number the row's number
 * @param name the row's name
 * @param title what is done
 * @param rawWorkload the workload of the raw side
 * @param ourWorkload the workload of our side
 * @param round a round of either
 * @param goals the goals
 */
record PairedRow(String number, String name, String title, Workload rawWorkload, Workload ourWorkload, Round round,
		List<Goal> goals) implements Row {

	PairedRow(String number, String name, String title, String workload, Round round, Goal... goals) {
		this(number, name, title, new Workload(workload, "raw"), new Workload(workload, "ours"), round, List.of(goals));
	}

	PairedRow(String number, String name, String title, String rawWorkload, String ourWorkload, Round round,
			Goal... goals) {
		this(number, name, title, new Workload(rawWorkload, "ours"), new Workload(ourWorkload, "ours"), round,
				List.of(goals));
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		return new Kept(pairs(bench)).result(this.number, this.name, this.title, this.goals);
	}

	List<Pair> pairs(Bench bench) throws Exception {
		List<Pair> pairs = new ArrayList<>();
		for (int fork = 0; fork < bench.options().forks(); fork++) {
			try (Child raw = bench.start(this.rawWorkload); Child ours = bench.start(this.ourWorkload)) {
				for (int i = 0; i < bench.options().warmUp(); i++) {
					pair(bench, raw, ours, i % 2 == 0);
				}
				for (int i = 0; i < bench.options().pairs(); i++) {
					pairs.add(pair(bench, raw, ours, i % 2 == 0));
				}
			}
		}
		return pairs;
	}

	private Pair pair(Bench bench, Child raw, Child ours, boolean rawFirst) throws Exception {
		List<Long> pids = List.of(raw.pid(), ours.pid());
		Measured first = measure(bench, pids, rawFirst ? raw : ours, rawFirst);
		Measured second = measure(bench, pids, rawFirst ? ours : raw, !rawFirst);
		double foreign = Math.max(first.foreign(), second.foreign());
		return rawFirst ? new Pair(first.values(), second.values(), foreign)
				: new Pair(second.values(), first.values(), foreign);
	}

	private Measured measure(Bench bench, Collection<Long> subjects, Child subject, boolean isRaw) throws Exception {
		double own = Machine.cpu(subjects) + bench.cpu();
		double busy = Machine.busy();
		long begin = System.nanoTime();
		Map<String, Double> values = this.round.run(bench, subject, isRaw ? "raw" : "ours");
		double seconds = (System.nanoTime() - begin) / 1e9;
		double used = Machine.busy() - busy - (Machine.cpu(subjects) + bench.cpu() - own);
		return new Measured(values, Math.max(0, used / seconds / Machine.cores()));
	}

	/**
	 * What a process is to do.
	 *
	 * @param name the workload's name, with its variant
	 * @param side the side
	 */
	record Workload(String name, String side) {
	}

	private record Measured(Map<String, Double> values, double foreign) {
	}

}

package dev.natsboot.benchmarks.run;

import java.util.List;

/**
 * All rows, in the order of the table of goals.
 */
final class Rows {

	private static final int STORED = 60_000;

	private Rows() {
	}

	static List<Row> all() {
		return List.of(core("1", "core-bytes", "core listener of byte[]"),
				core("1", "core-message", "core listener of Message"),
				new PairedRow("2", "core-json", "core listener of a JSON record", "core-json", Rounds.core(0),
						Goal.atMost("CPU <= 1.05 of raw with Jackson by hand", "cpu", 1.05),
						Goal.difference("bytes <= raw + 64", "bytes", 64)),
				new FilledRow(STORED,
						new PairedRow("3", "stream-explicit", "JetStream listener, explicit ack, against consume()",
								"stream", Rounds.stream(STORED), Goal.atLeast("rate >= 1.4 of consume()", "rate", 1.4),
								Goal.atMost("bytes <= 0.8", "bytes", 0.8),
								Goal.atMost("CPU of client and server <= 1", "both", 1))),
				workers("workers-8", "concurrency=8"), workers("workers-64", "concurrency=64"),
				workers("workers-64-virtual", "concurrency=64,virtual"), ordered(),
				requests("responder", "our listener answers", false), requests("requester", "our template asks", true),
				new PairedRow("7", "core-publish", "template publishes, core", "core-publish", Rounds.publish(),
						Goal.difference("CPU <= raw + 0.1 us", "cpu", 0.1),
						Goal.difference("bytes <= raw", "bytes", 1)),
				new StreamRow("PUBLISHED", "published.>",
						new PairedRow("8", "stream-publish", "template publishes into a stream, asynchronously",
								"stream-publish", Rounds.publishStream(),
								Goal.atLeast("rate >= 1.1 of publishAsync", "rate", 1.1),
								Goal.atMost("bytes <= 0.7", "bytes", 0.7))),
				new StartRow(), new PayloadRow(), new PoolRow(), new ListenersRow());
	}

	private static Row core(String number, String name, String title) {
		return new PairedRow(number, name, title, name, Rounds.core(128),
				Goal.difference("CPU <= raw + 0.14 us", "cpu", 0.14),
				Goal.difference("bytes <= raw + 32", "bytes", 32));
	}

	private static Row workers(String name, String variant) {
		int workers = Integer.parseInt(variant.replaceAll("\\D", ""));
		return new FilledRow(STORED,
				new PairedRow("5", name, "JetStream, handlers of 1 ms, " + variant + ", against one worker",
						"stream:work=1000,concurrency=1", "stream:work=1000," + variant, Rounds.workers(1, workers),
						Goal.atLeast("rate of each worker >= 0.95", "rate", 0.95)));
	}

	private static Row ordered() {
		return new FilledRow(STORED,
				new PairedRow("5", "workers-ordered", "the same, 16 workers in order of the subject, against no order",
						"stream:work=1000,concurrency=16", "stream:work=1000,concurrency=16,order=subject",
						Rounds.workers(16, 16), Goal.atLeast("rate >= 0.95 of no order", "rate", 0.95)));
	}

	private static Row requests(String name, String title, boolean subjectAsks) {
		return new PairedRow("6", name, "request-reply, " + title, name, Rounds.requests(subjectAsks),
				Goal.atMost("one caller p50 <= 1.03", "p50", 1.03), Goal.atMost("p99 <= 1.10", "p99", 1.10),
				Goal.atLeast("8 callers >= 0.95", "rate8", 0.95), Goal.atLeast("64 callers >= 0.95", "rate64", 0.95));
	}

}

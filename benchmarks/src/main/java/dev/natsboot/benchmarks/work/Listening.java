package dev.natsboot.benchmarks.work;

import java.util.Map;

/**
 * A core listener that is there all the time; the driver's messages are measured.
 */
final class Listening implements Workload {

	private final Sink sink;

	private final AutoCloseable subject;

	private final Meter meter = new Meter();

	private long before;

	Listening(Sink sink, AutoCloseable subject) {
		this.sink = sink;
		this.subject = subject;
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) {
		switch (command) {
			case "begin" -> {
				this.before = this.sink.count();
				this.meter.begin();
				return Map.of();
			}
			case "end" -> {
				long messages = arguments.number("messages");
				this.sink.awaitCount(this.before + messages);
				return this.meter.end(messages);
			}
			default -> throw new IllegalArgumentException(command);
		}
	}

	@Override
	public void close() throws Exception {
		this.subject.close();
	}

}

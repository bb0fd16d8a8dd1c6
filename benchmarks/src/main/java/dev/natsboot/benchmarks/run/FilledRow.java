package dev.natsboot.benchmarks.run;

/**
 * A row that needs a stream with messages, of 128 bytes each.
 *
 * @param messages how many
 * @param row the row
 */
record FilledRow(int messages, Row row) implements Row {

	@Override
	public String name() {
		return this.row.name();
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		bench.driver().call("stream name=BENCH subjects=stored.>");
		bench.driver().call("purge name=BENCH");
		bench.driver().call("fill size=128 messages=" + this.messages);
		return this.row.run(bench);
	}

}

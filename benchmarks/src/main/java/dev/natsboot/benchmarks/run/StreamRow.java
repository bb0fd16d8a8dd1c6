package dev.natsboot.benchmarks.run;

/**
 * A row that needs a stream.
 *
 * @param stream the stream's name
 * @param subjects its subjects
 * @param row the row
 */
record StreamRow(String stream, String subjects, Row row) implements Row {

	@Override
	public String name() {
		return this.row.name();
	}

	@Override
	public RowResult run(Bench bench) throws Exception {
		bench.driver().call("stream name=" + this.stream + " subjects=" + this.subjects);
		return this.row.run(bench);
	}

}

package dev.natsboot.benchmarks.run;

/**
 * One line of the table of goals.
 */
interface Row {

	String name();

	RowResult run(Bench bench) throws Exception;

}

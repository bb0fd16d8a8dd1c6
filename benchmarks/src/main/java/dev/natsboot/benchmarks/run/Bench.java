package dev.natsboot.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * The server, the driver and the settings of a run. Closing ends every process.
 */
final class Bench implements AutoCloseable {

	private final Options options;

	private final Path logs;

	private final EmbeddedNatsServer server;

	private final Child driver;

	private Bench(Options options, Path logs, EmbeddedNatsServer server, Child driver) {
		this.options = options;
		this.logs = logs;
		this.server = server;
		this.driver = driver;
	}

	static Bench start(Options options) throws IOException {
		Path logs = options.folder().resolve("logs");
		Files.createDirectories(logs);
		EmbeddedNatsServer server = EmbeddedNatsServer.builder()
			.logFile(logs.resolve("nats-server.log"))
			.configuration("max_payload: 2MB")
			.start();
		try {
			return new Bench(options, logs, server, Child.start("driver", "driver", server.url(), logs));
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	/**
	 * The same with fewer rounds, for rows that are made of many.
	 */
	Bench brief() {
		return new Bench(this.options.brief(), this.logs, this.server, this.driver);
	}

	Options options() {
		return this.options;
	}

	Path logs() {
		return this.logs;
	}

	Child driver() {
		return this.driver;
	}

	EmbeddedNatsServer server() {
		return this.server;
	}

	Child start(PairedRow.Workload workload) throws IOException {
		return Child.start(workload.name(), workload.side(), this.server.url(), this.logs);
	}

	/**
	 * The CPU seconds of server, driver and this process.
	 */
	double cpu() {
		return Machine.cpu(List.of(this.server.pid(), this.driver.pid(), ProcessHandle.current().pid()));
	}

	double serverCpu() {
		return Machine.cpu(this.server.pid());
	}

	@Override
	public void close() {
		this.driver.close();
		this.server.close();
	}

}

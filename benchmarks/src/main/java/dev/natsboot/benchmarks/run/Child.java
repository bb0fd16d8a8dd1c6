package dev.natsboot.benchmarks.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.natsboot.benchmarks.work.ChildMain;

/**
 * A JVM that does one side's work. It ends with its standard input, so at the latest with
 * this process.
 */
final class Child implements AutoCloseable {

	private static final long END_SECONDS = 20;

	private final String name;

	private final Path log;

	private final Process process;

	private final Writer commands;

	private final BufferedReader answers;

	private Child(String name, Path log, Process process) {
		this.name = name;
		this.log = log;
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	static Child start(String workload, String side, String url, Path logs) throws IOException {
		return start(workload.replaceAll("[^a-z-].*", "") + "-" + side, logs, List.of("-Xms512m", "-Xmx1g"),
				System.getProperty("java.class.path"), List.of(ChildMain.class.getName(), workload, side, url));
	}

	/**
	 * Starts a JVM and waits until it says that it is ready.
	 * @param name the name of its log
	 * @param logs the folder of the log
	 * @param options options of the JVM
	 * @param classPath the class path
	 * @param main the main class and its arguments
	 * @return the process, ready
	 */
	static Child start(String name, Path logs, List<String> options, String classPath, List<String> main)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
						"-XX:+UseSerialGC", "-cp", classPath));
		command.addAll(options);
		command.addAll(main);
		Path log = logs.resolve(name + ".log");
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		Child child = new Child(name, log, process);
		try {
			child.answer();
		}
		catch (IOException | RuntimeException ex) {
			child.close();
			throw ex;
		}
		return child;
	}

	long pid() {
		return this.process.pid();
	}

	Map<String, Double> call(String command) throws IOException {
		this.commands.write(command + "\n");
		this.commands.flush();
		return answer();
	}

	private Map<String, Double> answer() throws IOException {
		String line = this.answers.readLine();
		while (line != null && !line.startsWith("ok") && !line.startsWith("failed")) {
			// of the JVM or a logger
			line = this.answers.readLine();
		}
		if (line == null || !line.startsWith("ok")) {
			throw new IOException(this.name + ": " + line + "; its log is " + this.log);
		}
		Map<String, Double> result = new LinkedHashMap<>();
		for (String word : line.substring("ok".length()).strip().split(" ")) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				result.put(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
			}
		}
		return result;
	}

	@Override
	public void close() {
		try {
			this.commands.close();
			if (!this.process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}

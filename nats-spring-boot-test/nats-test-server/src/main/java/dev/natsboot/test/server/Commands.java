package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs short commands and returns what they print.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Runs a command to its end.
	 * @param directory the working directory, or {@code null} for the current one
	 * @param environment variables to add
	 * @param timeout how long it may take
	 * @param command the program and its arguments
	 * @return what it printed on both outputs
	 * @throws IOException if it cannot be started, takes too long or ends with another
	 * status than 0
	 */
	static String run(@Nullable Path directory, Map<String, String> environment, Duration timeout, List<String> command)
			throws IOException {
		Path output = Files.createTempFile("nats-command-", ".out");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			if (directory != null) {
				builder.directory(directory.toFile());
			}
			builder.environment().putAll(environment);
			Process process = builder.start();
			process.getOutputStream().close();
			boolean ended = waitFor(process, timeout);
			String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
			if (!ended) {
				process.destroyForcibly();
				throw new IOException(command.get(0) + " did not end within " + timeout.toSeconds() + " s: " + text);
			}
			if (process.exitValue() != 0) {
				throw new IOException(command.get(0) + " ended with status " + process.exitValue() + ": " + text);
			}
			return text;
		}
		finally {
			Files.deleteIfExists(output);
		}
	}

	/**
	 * Waits for the end of a process.
	 * @return whether it ended within the timeout
	 */
	static boolean waitFor(Process process, Duration timeout) {
		try {
			return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsServerException("Interrupted while waiting for a process", ex);
		}
	}

}

package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The file a server logs to.
 */
record LogFile(Path path) {

	/** What the server logs when another program listens on one of its ports. */
	static final String PORT_TAKEN = "address already in use";

	private static final int QUOTED_LINES = 15;

	/**
	 * Chooses the file: the given one, else one in the build's output folder
	 * ({@code target} or {@code build} of the working directory), where it outlives the
	 * server, else one in the server's own folder.
	 */
	static LogFile choose(@Nullable Path given, String serverName, Path serverFolder) throws IOException {
		if (given != null) {
			Path absolute = given.toAbsolutePath();
			Path parent = absolute.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			return new LogFile(absolute);
		}
		for (String output : List.of("target", "build")) {
			Path folder = Path.of(output).toAbsolutePath();
			if (Files.isDirectory(folder) && Files.isWritable(folder)) {
				Path logs = Files.createDirectories(folder.resolve("nats-server-logs"));
				return new LogFile(logs.resolve(serverName + "-" + serverFolder.getFileName() + ".log"));
			}
		}
		return new LogFile(serverFolder.resolve("nats-server.log"));
	}

	/** The last lines, after the file's name. */
	String quote() {
		return "log " + this.path + ", its last lines:\n  " + String.join("\n  ", lastLines(0));
	}

	long size() {
		try {
			return Files.exists(this.path) ? Files.size(this.path) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/** Whether a text is in what was written after the given size. */
	boolean contains(long from, String text) {
		return lastLines(from).stream().anyMatch((line) -> line.contains(text));
	}

	private List<String> lastLines(long from) {
		try {
			byte[] bytes = Files.readAllBytes(this.path);
			int start = (int) Math.min(from, bytes.length);
			List<String> lines = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).lines()
				.toList();
			return lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
		}
		catch (IOException ex) {
			return List.of("(not readable: " + ex.getMessage() + ")");
		}
	}

}

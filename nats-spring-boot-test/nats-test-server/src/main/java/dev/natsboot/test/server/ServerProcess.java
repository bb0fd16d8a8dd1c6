package dev.natsboot.test.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running server and the shell that guards it. The shell reads from a pipe that only
 * this JVM holds: when the JVM ends, in whatever way, the pipe closes and the shell ends
 * the server and deletes its folder. So no shutdown hook is needed, and the server is
 * there for as long as the application's own hooks run.
 */
final class ServerProcess {

	/**
	 * Arguments: server, configuration, log file, folder to delete or an empty string.
	 */
	private static final String GUARD = """
			trap '' INT HUP
			exec 3<&0
			"$1" -c "$2" </dev/null >>"$3" 2>&1 3<&- &
			server=$!
			(
				exec >/dev/null 2>&1
				read -r line <&3
				trap '' TERM
				kill -CONT $server
				kill -TERM $server
				for i in 1 2 3 4 5 6 7 8 9 10; do
					kill -0 $server || break
					sleep 0.2 || sleep 1
				done
				kill -KILL $server
				if [ -n "$4" ]; then rm -rf "$4"; fi
			) &
			guard=$!
			echo $server
			exec >/dev/null 2>&1 3<&- </dev/null
			wait $server
			status=$?
			kill $guard
			exit $status
			""";

	/**
	 * Keeps the pipes of running servers open even when nobody holds the server any more.
	 */
	private static final Set<ServerProcess> RUNNING = ConcurrentHashMap.newKeySet();

	private final Process shell;

	private final long pid;

	private ServerProcess(Process shell, long pid) {
		this.shell = shell;
		this.pid = pid;
	}

	static ServerProcess start(Path binary, Path configuration, Path log, String folderToDelete) throws IOException {
		List<String> command = new ArrayList<>();
		if (hasSetsid()) {
			// CTRL-C at a terminal is for the JVM, which then ends the server in its own
			// time
			command.add("setsid");
		}
		command.addAll(List.of("/bin/sh", "-c", GUARD, "nats-server-guard", binary.toString(), configuration.toString(),
				log.toString(), folderToDelete));
		Process shell = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
		String line = reader.readLine();
		if (line == null || line.isBlank()) {
			shell.destroyForcibly();
			throw new IOException("The shell that starts the server printed no process id");
		}
		ServerProcess process = new ServerProcess(shell, Long.parseLong(line.strip()));
		RUNNING.removeIf((other) -> !other.isAlive());
		RUNNING.add(process);
		return process;
	}

	long pid() {
		return this.pid;
	}

	boolean isAlive() {
		return this.shell.isAlive();
	}

	boolean awaitExit(Duration timeout) {
		return Commands.waitFor(this.shell, timeout);
	}

	/** Sends a signal, such as {@code TERM}; does nothing if the server has ended. */
	void signal(String signal) {
		if (!isAlive()) {
			return;
		}
		try {
			Commands.run(null, Map.of(), Duration.ofSeconds(10),
					List.of("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(this.pid)));
		}
		catch (IOException ex) {
			if (isAlive() && !awaitExit(Duration.ofSeconds(1))) {
				throw new NatsServerException("Signal " + signal + " could not be sent", ex);
			}
		}
	}

	/** Freezes the server. When this returns, none of its threads runs any more. */
	void freeze() {
		signal("STOP");
		Waiting.until(Duration.ofSeconds(10), "the server to freeze", () -> (isAlive() && !isFrozen()) ? null : true);
	}

	private boolean isFrozen() throws IOException {
		String id = Long.toString(this.pid);
		Path threads = Path.of("/proc", id, "task");
		if (!Files.isDirectory(threads)) {
			return Commands.run(null, Map.of(), Duration.ofSeconds(10), List.of("ps", "-o", "state=", "-p", id))
				.startsWith("T");
		}
		try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
			for (Path thread : each) {
				String status = Files.readString(thread.resolve("stat"));
				if (status.charAt(status.lastIndexOf(')') + 2) != 'T') {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean hasSetsid() {
		return HostEnvironment.current()
			.searchPath()
			.stream()
			.anyMatch((directory) -> Files.isExecutable(directory.resolve("setsid")));
	}

}

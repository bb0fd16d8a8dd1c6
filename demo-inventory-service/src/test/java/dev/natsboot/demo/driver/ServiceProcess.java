package dev.natsboot.demo.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A service running as a process of its own. A shell guards it: it ends the service when
 * the pipe from this JVM closes, so that no service outlives the demo, not even a killed
 * one.
 */
final class ServiceProcess implements AutoCloseable {

	private static final Duration START = Duration.ofMinutes(2);

	private static final String GUARD = """
			trap '' INT HUP
			log="$1"
			shift
			exec 3<&0
			"$@" </dev/null >>"$log" 2>&1 3<&- &
			service=$!
			echo $service
			exec >/dev/null 2>&1
			( read -r line <&3; kill $service ) &
			guard=$!
			wait $service
			kill $guard
			""";

	private final String name;

	private final int port;

	private final Path log;

	private final List<String> command;

	private final Http http = new Http();

	private Process shell;

	private long pid;

	ServiceProcess(String name, int port, Path folder, String natsUrl, List<String> arguments) throws IOException {
		this.name = name;
		this.port = port;
		this.log = folder.resolve(name + ".log");
		this.command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, name + "-guard", this.log.toString(),
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar",
				jar(name).toString(), "--server.address=127.0.0.1", "--server.port=" + port,
				"--nats.servers=" + natsUrl, "--demo.data-dir=" + folder.resolve("data"),
				"--spring.main.banner-mode=off"));
		this.command.addAll(arguments);
	}

	private static Path jar(String name) throws IOException {
		Path target = Path.of("demo-" + name, "target");
		try (Stream<Path> files = Files.list(target)) {
			return files.filter((file) -> file.getFileName().toString().matches("demo-" + name + "-[0-9].*\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IOException("There is no jar of the service in " + target))
				.toAbsolutePath();
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	Path log() {
		return this.log;
	}

	void start() throws IOException {
		this.shell = new ProcessBuilder(this.command).start();
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.shell.getInputStream(), StandardCharsets.UTF_8));
		this.pid = Long.parseLong(reader.readLine().strip());
	}

	void awaitReady() {
		Awaitility.await(this.name + " to be ready; its log is " + this.log)
			.atMost(START)
			.pollInterval(Duration.ofMillis(100))
			.failFast(this.name + " has ended; its log is " + this.log, () -> !this.shell.isAlive())
			.until(this::isReady);
	}

	private boolean isReady() throws InterruptedException {
		try {
			return this.http.get(url() + "/actuator/health/readiness").status() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Ends the service at once, as {@code kill -9} does, and waits for its end. */
	void kill() throws InterruptedException {
		ProcessHandle.of(this.pid).ifPresent(ProcessHandle::destroyForcibly);
		this.shell.waitFor();
	}

	/** Ends the service in good order. */
	@Override
	public void close() {
		if (this.shell == null || !this.shell.isAlive()) {
			return;
		}
		try {
			this.shell.getOutputStream().close();
			if (!this.shell.waitFor(40, TimeUnit.SECONDS)) {
				kill();
			}
		}
		catch (IOException ex) {
			ProcessHandle.of(this.pid).ifPresent(ProcessHandle::destroyForcibly);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static void closeAll(List<ServiceProcess> services) {
		List<Thread> closing = new ArrayList<>();
		for (ServiceProcess service : services) {
			Thread thread = new Thread(service::close, "close-" + service.name);
			thread.start();
			closing.add(thread);
		}
		for (Thread thread : closing) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}

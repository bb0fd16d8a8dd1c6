package dev.natsboot.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.natsboot.TestApplication;

/**
 * A process with a listener, and what it says about itself. It ends when this JVM ends,
 * since it reads a pipe from it.
 */
final class ListenerProcess implements AutoCloseable {

	private final String name;

	private final List<String> servers;

	private final String database;

	private final Books books;

	private final Path log;

	private final List<Health> told = new CopyOnWriteArrayList<>();

	private final List<String> waited = new CopyOnWriteArrayList<>();

	private volatile Health health = Health.NONE;

	private volatile Process process;

	private Thread reader;

	ListenerProcess(String name, List<String> servers, String database, Books books) {
		this.name = name;
		this.servers = servers;
		this.database = database;
		this.books = books;
		this.log = Path.of("target", "chaos-" + name + ".log");
	}

	void start() throws IOException {
		this.health = Health.NONE;
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				ListenerMain.class.getName(), this.name, String.join(",", this.servers), this.database)
			.redirectErrorStream(true)
			.start();
		Process started = this.process;
		this.reader = new Thread(() -> read(started), "read-" + this.name);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	void awaitWell() {
		TestApplication.await(() -> this.health.isWell());
	}

	String name() {
		return this.name;
	}

	Health health() {
		return this.health;
	}

	/**
	 * What its health was since {@link #forget()}.
	 */
	List<Health> told() {
		return this.told;
	}

	/**
	 * What its listener waited for since {@link #forget()}.
	 */
	List<String> waited() {
		return this.waited;
	}

	void forget() {
		this.told.clear();
		this.waited.clear();
	}

	/** Ends the process at once, as {@code kill -9} does; all it had said is read. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
		this.reader.join();
		this.health = Health.NONE;
	}

	void freeze() throws IOException, InterruptedException {
		signal("STOP");
	}

	void goOn() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).inheritIO().start().waitFor();
	}

	@Override
	public void close() {
		Process closing = this.process;
		if (closing == null) {
			return;
		}
		try {
			closing.getOutputStream().close();
			if (!closing.waitFor(30, TimeUnit.SECONDS)) {
				closing.destroyForcibly();
			}
		}
		catch (IOException ex) {
			closing.destroyForcibly();
		}
		catch (InterruptedException ex) {
			closing.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private void read(Process from) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8));
				BufferedWriter copy = Files.newBufferedWriter(this.log)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(ListenerMain.REPORT)) {
					take(line.substring(ListenerMain.REPORT.length()).split(" ", 2));
				}
				if (!line.startsWith(ListenerMain.REPORT + ListenerMain.HANDLED)) {
					copy.write(line);
					copy.newLine();
					copy.flush();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void take(String[] report) {
		switch (report[0]) {
			case ListenerMain.HANDLED -> {
				String[] fields = report[1].split(" ");
				this.books.handled(fields[0], Long.parseLong(fields[1]));
			}
			case ListenerMain.HEALTH -> {
				String[] fields = report[1].split(" ");
				this.health = new Health(fields[0], fields[1], fields[2], fields[3]);
				this.told.add(this.health);
			}
			default -> this.waited.add(report[1]);
		}
	}

	@Override
	public String toString() {
		return this.name + " " + this.health;
	}

	/**
	 * What a process says about its health.
	 *
	 * @param connection the status of its connection
	 * @param listeners the status of its listeners
	 * @param state the state of its listener
	 * @param server the name of its server
	 */
	record Health(String connection, String listeners, String state, String server) {

		static final Health NONE = new Health("", "", "", "");

		boolean isWell() {
			return this.connection.equals("UP") && this.listeners.equals("UP") && this.state.equals("RUNNING");
		}

		boolean isDown() {
			return this.listeners.equals("DOWN");
		}

	}

}

package dev.natsboot.test.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.test.server.ServerSettings.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server's process, again and again on the same ports, store and log, and waits
 * until it is ready.
 */
final class ServerRunner {

	private static final Logger logger = System.getLogger(ServerRunner.class.getName());

	private static final Duration START = Duration.ofSeconds(30);

	private static final Duration STOP = Duration.ofSeconds(10);

	/**
	 * How often a start is tried again when another program has the port for a moment.
	 */
	private static final int PORT_RETRIES = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final ServerSettings settings;

	private final Path binary;

	private final Path folder;

	private final Path store;

	private final LogFile log;

	private final ServerConfiguration configuration;

	private final @Nullable Credentials system;

	private volatile boolean closed;

	private volatile ServerPorts ports;

	private volatile @Nullable ServerProcess process;

	ServerRunner(ServerSettings settings) throws IOException {
		this.settings = settings;
		Path given = settings.binary();
		this.binary = (given != null) ? BinarySource.check(given.toAbsolutePath()) : NatsServerBinary.find();
		this.configuration = new ServerConfiguration(settings);
		this.system = (settings.system() != null || this.configuration.hasAccessRules()) ? settings.system()
				: new Credentials(AdminConnection.NAME, UUID.randomUUID().toString());
		this.folder = Files.createTempDirectory("nats-server-").toRealPath();
		Path storeFolder = settings.store();
		this.store = Files
			.createDirectories((storeFolder != null) ? storeFolder.toAbsolutePath() : this.folder.resolve("store"));
		this.log = LogFile.choose(settings.logFile(), settings.name(), this.folder);
		int port = (settings.port() > 0) ? settings.port() : -1;
		this.ports = new ServerPorts(port, -1, -1);
	}

	ServerSettings settings() {
		return this.settings;
	}

	Path store() {
		return this.store;
	}

	LogFile log() {
		return this.log;
	}

	ServerPorts ports() {
		return this.ports;
	}

	@Nullable Credentials system() {
		return this.system;
	}

	boolean usesTls() {
		return this.configuration.hasTls();
	}

	ServerProcess process() {
		ServerProcess current = this.process;
		if (current == null) {
			throw new IllegalStateException("The server was never started");
		}
		return current;
	}

	/**
	 * Starts the process and waits until the server is ready, as far as a node can be
	 * without the others.
	 */
	void launch() {
		begin();
		awaitReady(START, (this.settings.cluster() != null) ? "/healthz?js-enabled-only=true" : "/healthz");
	}

	/** Starts the process and waits until the server listens. */
	void begin() {
		if (this.closed) {
			throw new IllegalStateException("The server is closed");
		}
		this.lock.lock();
		try {
			for (int attempt = 1; !startOnce(attempt); attempt++) {
				// a port that is to be reused may be taken for a moment by an outgoing
				// connection
				Waiting.pause(Duration.ofMillis(250));
			}
		}
		catch (IOException ex) {
			throw failure("cannot be started: " + ex.getMessage(), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean startOnce(int attempt) throws IOException {
		Files.createDirectories(this.folder);
		ServerPorts.clear(this.folder);
		Credentials added = this.configuration.hasAccessRules() ? null : this.system;
		Path file = this.configuration.write(this.folder, this.store, this.ports, added);
		long logged = this.log.size();
		ServerProcess started = ServerProcess.start(this.binary, file, this.log.path(), this.folder.toString());
		this.process = started;
		ServerPorts open = awaitPorts(started);
		if (open.client() > 0) {
			this.ports = open;
			return true;
		}
		if (attempt < PORT_RETRIES && this.log.contains(logged, LogFile.PORT_TAKEN)) {
			return false;
		}
		throw failure("ended while starting", null);
	}

	/** Waits for the server's ports; they are 0 if it ends instead. */
	private ServerPorts awaitPorts(ServerProcess started) {
		try {
			return Waiting.until(START, "the server to listen", () -> {
				ServerPorts read = ServerPorts.read(this.folder);
				return (read != null || started.isAlive()) ? read : new ServerPorts(0, 0, 0);
			});
		}
		catch (NatsServerException ex) {
			throw failure("does not listen: " + ex.getMessage(), ex);
		}
	}

	void awaitReady(Duration timeout) {
		awaitReady(timeout, "/healthz");
	}

	private void awaitReady(Duration timeout, String page) {
		try {
			Waiting.until(timeout, "the server to be ready", () -> {
				if (!process().isAlive()) {
					throw new NatsServerException("it has ended");
				}
				if (!usesTls()) {
					ServerProbe.ping(this.ports.client(), this.settings.client());
				}
				return ServerProbe.monitor(this.ports.monitor(), page);
			});
		}
		catch (NatsServerException ex) {
			throw failure("is not ready: " + ex.getMessage(), ex);
		}
	}

	/** Ends the process with a signal and waits for its end. */
	void end(String signal) {
		this.lock.lock();
		try {
			ServerProcess current = this.process;
			if (current == null || !current.isAlive()) {
				return;
			}
			current.signal(signal);
			current.signal("CONT");
			if (!current.awaitExit(STOP)) {
				current.signal("KILL");
				if (!current.awaitExit(STOP)) {
					throw failure("does not end", null);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() throws IOException {
		this.closed = true;
		end("TERM");
		Folders.delete(this.folder);
	}

	/** Ends a server that did not start. Its folder is kept only if the log is in it. */
	void abandon() {
		end("KILL");
		try {
			if (!this.log.path().startsWith(this.folder)) {
				Folders.delete(this.folder);
			}
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "The folder " + this.folder + " cannot be deleted", ex);
		}
	}

	NatsServerException failure(String what, @Nullable Throwable cause) {
		return new NatsServerException("nats-server '" + this.settings.name() + "' " + what + "; " + this.log.quote(),
				cause);
	}

}

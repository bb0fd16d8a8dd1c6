package dev.natsboot.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real {@code nats-server} on the loopback interface, for tests and for development
 * time. It ends with {@link #close()} and, at the latest, with the JVM, also when the JVM
 * is killed: a small shell process watches for that. Its methods that do harm, such as
 * {@link #kill()} or {@link #pause()}, are there to test what an application makes of it.
 * <p>
 * Clients need no credentials unless the configuration says so. When it does not, a user
 * of the system account is added for {@link #cutConnection(String)}.
 * <p>
 * Needs a POSIX system with {@code /bin/sh}. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class EmbeddedNatsServer implements AutoCloseable {

	private static final Logger logger = System.getLogger(EmbeddedNatsServer.class.getName());

	private final ServerRunner runner;

	private final ServerFaults faults;

	EmbeddedNatsServer(ServerRunner runner) {
		this.runner = runner;
		this.faults = new ServerFaults(runner);
	}

	/**
	 * Starts a server with JetStream on a free port.
	 * @return the running server, ready for connections
	 * @throws NatsServerNotFoundException if there is no server program
	 * @throws NatsServerException if it does not start
	 */
	public static EmbeddedNatsServer start() {
		return builder().start();
	}

	/**
	 * Returns a builder with the defaults: JetStream on, a free port, a temporary store.
	 * @return a new builder
	 */
	public static EmbeddedNatsServerBuilder builder() {
		return new EmbeddedNatsServerBuilder();
	}

	/**
	 * Returns the address for clients, such as {@code nats://127.0.0.1:34567}. It stays
	 * the same over restarts.
	 * @return the address
	 */
	public String url() {
		return "nats://127.0.0.1:" + port();
	}

	/**
	 * Returns the port for clients.
	 * @return the port
	 */
	public int port() {
		return this.runner.ports().client();
	}

	/**
	 * Returns the address of the monitoring pages, such as
	 * {@code http://127.0.0.1:34568}.
	 * @return the address
	 */
	public String monitorUrl() {
		return "http://127.0.0.1:" + this.runner.ports().monitor();
	}

	/**
	 * Returns the address for clients that use websockets, such as
	 * {@code ws://127.0.0.1:34569}.
	 * @return the address
	 * @throws IllegalStateException if the server has no websocket port
	 */
	public String webSocketUrl() {
		int port = this.runner.ports().webSocket();
		if (port <= 0) {
			throw new IllegalStateException("The server was started without websocket");
		}
		return "ws://127.0.0.1:" + port;
	}

	/**
	 * Returns the server's name.
	 * @return the name
	 */
	public String name() {
		return this.runner.settings().name();
	}

	/**
	 * Returns the file the server logs to.
	 * @return the absolute path
	 */
	public Path logFile() {
		return this.runner.log().path();
	}

	/**
	 * Returns the folder of the JetStream store. It stays the same over restarts.
	 * @return the absolute path
	 */
	public Path storeDirectory() {
		return this.runner.store();
	}

	/**
	 * Returns the process id of the server, the last one if it does not run.
	 * @return the process id
	 */
	public long pid() {
		return this.runner.process().pid();
	}

	/**
	 * Tells whether the server's process is there; also {@code true} while it is paused.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.runner.process().isAlive();
	}

	/**
	 * Ends the server at once (SIGKILL) and waits for its end. The port and the store are
	 * kept for {@link #restart()}.
	 */
	public void kill() {
		this.runner.end("KILL");
	}

	/**
	 * Ends the server in good order (SIGTERM) and waits for its end. The port and the
	 * store are kept for {@link #restart()}. Does nothing if it does not run.
	 */
	public void stop() {
		this.runner.end("TERM");
	}

	/**
	 * Freezes the server (SIGSTOP): connections stay open, nothing is answered. Returns
	 * when it is frozen. See {@link #resume()}.
	 */
	public void pause() {
		this.runner.process().freeze();
	}

	/**
	 * Lets a frozen server go on (SIGCONT).
	 */
	public void resume() {
		this.runner.process().signal("CONT");
	}

	/**
	 * Starts the server again, on the same port and store; stops it first if it runs.
	 * Returns when it is ready.
	 * @throws NatsServerException if it does not start
	 * @throws IllegalStateException if it is closed
	 */
	public void restart() {
		stop();
		this.runner.launch();
	}

	/**
	 * Sends the server into lame-duck mode (SIGUSR2) and returns at once: it tells its
	 * clients to leave, disconnects those that stay one by one after the grace period,
	 * and ends. See {@link #awaitExit(Duration)}.
	 */
	public void lameDuck() {
		this.runner.process().signal("USR2");
	}

	/**
	 * Waits until the server's process has ended.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 */
	public boolean awaitExit(Duration timeout) {
		return this.runner.process().awaitExit(timeout);
	}

	/**
	 * Waits until the server answers clients, and JetStream is ready if it is on.
	 * @param timeout how long to wait
	 * @throws NatsServerException if it is not ready in time or has ended
	 */
	public void awaitReady(Duration timeout) {
		this.runner.awaitReady(timeout);
	}

	/**
	 * Returns the names of the clients connected now; clients without a name are left
	 * out.
	 * @return the names, in the order of connecting
	 */
	public List<String> connections() {
		return this.faults.connections();
	}

	/**
	 * Cuts the connections of the clients with a name. The server closes them; the
	 * clients see it as a lost connection. Returns when the server no longer lists them.
	 * @param connectionName the name a client gave to its connection
	 * @throws NatsServerException if there is no such client, if the configuration has
	 * access rules and {@link EmbeddedNatsServerBuilder#systemUser} was not given, or if
	 * it wants client certificates or a TLS handshake first
	 */
	public void cutConnection(String connectionName) {
		this.faults.cutConnection(connectionName);
	}

	ServerRunner runner() {
		return this.runner;
	}

	/**
	 * Stops the server and deletes its temporary folder. A store folder and a log file
	 * given to the builder are kept. Does nothing when called again.
	 */
	@Override
	public void close() {
		try {
			this.runner.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder of " + this + " cannot be deleted", ex);
		}
		logger.log(Level.DEBUG, () -> this + " is closed");
	}

	@Override
	public String toString() {
		return "nats-server '" + name() + "' at " + url() + " (log " + logFile() + ")";
	}

}

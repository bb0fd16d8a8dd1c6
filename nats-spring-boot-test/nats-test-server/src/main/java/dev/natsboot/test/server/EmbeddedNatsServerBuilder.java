package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.natsboot.test.server.ServerSettings.ClusterSettings;
import dev.natsboot.test.server.ServerSettings.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link EmbeddedNatsServer}. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class EmbeddedNatsServerBuilder {

	private static final Duration MINIMUM_LAME_DUCK = Duration.ofSeconds(30);

	private @Nullable Path binary;

	private String serverName = "embedded";

	private int port;

	private boolean jetStream = true;

	private @Nullable Path store;

	private @Nullable Path logFile;

	private final List<String> lines = new ArrayList<>();

	private @Nullable Path file;

	private boolean webSocket;

	private @Nullable Credentials client;

	private @Nullable Credentials system;

	private Duration lameDuckDuration = MINIMUM_LAME_DUCK;

	private Duration lameDuckGracePeriod = Duration.ofMillis(500);

	private boolean debug;

	private @Nullable ClusterSettings cluster;

	EmbeddedNatsServerBuilder() {
	}

	/**
	 * Sets the server program. By default {@link NatsServerBinary#find()} finds it.
	 * @param path the program
	 * @return this
	 */
	public EmbeddedNatsServerBuilder binary(Path path) {
		this.binary = path;
		return this;
	}

	/**
	 * Sets the server's name. The default is {@code embedded}.
	 * @param name the name, without spaces
	 * @return this
	 */
	public EmbeddedNatsServerBuilder serverName(String name) {
		this.serverName = name;
		return this;
	}

	/**
	 * Sets the port for clients. The default 0 lets the server choose a free one.
	 * @param clientPort 0 to 65535
	 * @return this
	 */
	public EmbeddedNatsServerBuilder port(int clientPort) {
		if (clientPort < 0 || clientPort > 65535) {
			throw new IllegalArgumentException("The port must be between 0 and 65535, not " + clientPort);
		}
		this.port = clientPort;
		return this;
	}

	/**
	 * Sets whether JetStream is on. The default is {@code true}.
	 * @param on whether it is on
	 * @return this
	 */
	public EmbeddedNatsServerBuilder jetStream(boolean on) {
		this.jetStream = on;
		return this;
	}

	/**
	 * Sets the folder for JetStream's data, which is kept when the server is closed. The
	 * default is a temporary one, deleted at the end.
	 * @param directory the folder; created if it is not there
	 * @return this
	 */
	public EmbeddedNatsServerBuilder storeDirectory(Path directory) {
		this.store = directory;
		return this;
	}

	/**
	 * Sets the file to log to; it is appended to and kept. The default is a file in the
	 * folder {@code nats-server-logs} of the build's output folder ({@code target} or
	 * {@code build} of the working directory), or one in the temporary folder, deleted at
	 * the end, if there is no such folder.
	 * @param path the file
	 * @return this
	 */
	public EmbeddedNatsServerBuilder logFile(Path path) {
		this.logFile = path;
		return this;
	}

	/**
	 * Adds lines of server configuration: TLS, users, accounts, limits and so on. A
	 * top-level key replaces the one this class writes and the one of
	 * {@link #configuration(Path)}. Do not set {@code listen}, {@code http},
	 * {@code store_dir} or {@code ports_file_dir}.
	 * @param configuration lines in the server's own syntax
	 * @return this
	 */
	public EmbeddedNatsServerBuilder configuration(String... configuration) {
		this.lines.addAll(List.of(configuration));
		return this;
	}

	/**
	 * Sets a file of server configuration that is included into the one this class
	 * writes. Paths in it are relative to the working directory.
	 * @param path the file
	 * @return this
	 */
	public EmbeddedNatsServerBuilder configuration(Path path) {
		this.file = path;
		return this;
	}

	/**
	 * Opens a second port for clients that use websockets, without TLS.
	 * @return this
	 */
	public EmbeddedNatsServerBuilder webSocket() {
		this.webSocket = true;
		return this;
	}

	/**
	 * Sets the user with which this class itself connects, for readiness and for leader
	 * step-downs. Needed only when the configuration has access rules.
	 * @param user the name of the user
	 * @param password its password
	 * @return this
	 */
	public EmbeddedNatsServerBuilder clientUser(String user, String password) {
		this.client = new Credentials(user, password);
		return this;
	}

	/**
	 * Sets a user of the system account, for cutting connections. Needed only when the
	 * configuration has access rules; without any, such a user is made up.
	 * @param user the name of the user
	 * @param password its password
	 * @return this
	 */
	public EmbeddedNatsServerBuilder systemUser(String user, String password) {
		this.system = new Credentials(user, password);
		return this;
	}

	/**
	 * Sets the times of {@link EmbeddedNatsServer#lameDuck()}. After the grace period the
	 * server disconnects its clients, spread over the rest of the duration but at least
	 * one each second.
	 * @param gracePeriod how long the server waits before it disconnects clients, 500 ms
	 * by default
	 * @param duration the whole duration, 30 s by default, which is the server's minimum
	 * @return this
	 */
	public EmbeddedNatsServerBuilder lameDuck(Duration gracePeriod, Duration duration) {
		if (duration.compareTo(MINIMUM_LAME_DUCK) < 0 || gracePeriod.compareTo(duration) >= 0) {
			throw new IllegalArgumentException(
					"The duration must be 30 s or more and longer than the grace period; they are " + duration + " and "
							+ gracePeriod);
		}
		this.lameDuckGracePeriod = gracePeriod;
		this.lameDuckDuration = duration;
		return this;
	}

	/**
	 * Sets whether the server logs what it does in detail. The default is {@code false}.
	 * @param on whether it does
	 * @return this
	 */
	public EmbeddedNatsServerBuilder debug(boolean on) {
		this.debug = on;
		return this;
	}

	EmbeddedNatsServerBuilder cluster(ClusterSettings settings) {
		this.cluster = settings;
		return this;
	}

	/** Makes the server without starting it. */
	EmbeddedNatsServer build() {
		ServerSettings settings = new ServerSettings(this.binary, this.serverName, this.port, this.jetStream,
				this.store, this.logFile, List.copyOf(this.lines), this.file, this.webSocket, this.client, this.system,
				this.lameDuckDuration, this.lameDuckGracePeriod, this.debug, this.cluster);
		try {
			return new EmbeddedNatsServer(new ServerRunner(settings));
		}
		catch (IOException ex) {
			throw new NatsServerException("nats-server '" + this.serverName + "' cannot be set up: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Starts the server and waits until it is ready: it answers clients, and JetStream is
	 * up if it is on.
	 * @return the running server
	 * @throws NatsServerNotFoundException if there is no server program
	 * @throws NatsServerException if it does not start; the message quotes the log
	 */
	public EmbeddedNatsServer start() {
		EmbeddedNatsServer server = build();
		try {
			server.runner().launch();
			return server;
		}
		catch (RuntimeException ex) {
			server.runner().abandon();
			throw ex;
		}
	}

}

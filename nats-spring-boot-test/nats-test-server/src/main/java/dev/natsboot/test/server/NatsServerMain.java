package dev.natsboot.test.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a server in the foreground, for demos and for development:
 *
 * <pre>
 * java -cp ... dev.natsboot.test.server.NatsServerMain [--port 4222] [--store DIR] [--config FILE] [--log FILE]
 * </pre>
 *
 * It prints the server's address when the server is ready, and ends with CTRL-C or
 * SIGTERM, the server with it. The exit status is 1 if the server does not start or ends
 * by itself, 2 for wrong arguments.
 *
 * @since 0.1.0
 */
public final class NatsServerMain {

	private static final String USAGE = "Usage: NatsServerMain [--port 4222] [--store DIR] [--config FILE] [--log FILE]";

	private NatsServerMain() {
	}

	/**
	 * Runs the server until the JVM is told to end.
	 * @param args the options
	 */
	public static void main(String[] args) {
		System.exit(run(List.of(args), System.out, System.err));
	}

	static int run(List<String> args, PrintStream out, PrintStream err) {
		EmbeddedNatsServerBuilder builder = EmbeddedNatsServer.builder().port(4222);
		try {
			configure(builder, args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage());
			err.println(USAGE);
			return 2;
		}
		try (EmbeddedNatsServer server = builder.start()) {
			AtomicBoolean closing = closeWithJvm(server);
			out.println("nats-server is ready: " + server.url() + " (process " + server.pid() + ", log "
					+ server.logFile() + ")");
			while (!server.awaitExit(Duration.ofDays(1))) {
				out.flush();
			}
			if (!closing.get()) {
				err.println("nats-server has ended; log " + server.logFile());
			}
			return 1;
		}
		catch (NatsServerException ex) {
			err.println(ex.getMessage());
			return 1;
		}
	}

	/** Returns a flag that is set when the JVM is ending. */
	private static AtomicBoolean closeWithJvm(EmbeddedNatsServer server) {
		AtomicBoolean closing = new AtomicBoolean();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			closing.set(true);
			server.close();
		}, "nats-server-close"));
		return closing;
	}

	private static void configure(EmbeddedNatsServerBuilder builder, List<String> args) {
		Iterator<String> rest = args.iterator();
		while (rest.hasNext()) {
			String option = rest.next();
			if (!List.of("--port", "--store", "--config", "--log").contains(option)) {
				throw new IllegalArgumentException("Unknown option " + option);
			}
			if (!rest.hasNext()) {
				throw new IllegalArgumentException("A value is missing after " + option);
			}
			String value = rest.next();
			switch (option) {
				case "--port" -> builder.port(number(value));
				case "--store" -> builder.storeDirectory(Path.of(value));
				case "--config" -> builder.configuration(Path.of(value));
				default -> builder.logFile(Path.of(value));
			}
		}
	}

	private static int number(String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("Not a port: " + value, ex);
		}
	}

}

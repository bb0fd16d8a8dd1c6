package dev.natsboot.demo.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.EmbeddedNatsServerBuilder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

/**
 * The demo: a server, two services, a file of orders, and the check of the books. To be
 * started by {@code demo.sh} in the project's folder.
 */
final class Demo {

	private static final Duration SETTLED = Duration.ofMinutes(4);

	private static final PrintStream out = System.out;

	private final Path folder;

	private final @Nullable DemoSecurity security;

	private final EmbeddedNatsServer nats;

	private final ServiceProcess orders;

	private final ServiceProcess inventory;

	private Demo(Path folder, DemoOptions options) throws Exception {
		this.folder = folder;
		boolean usualPorts = !options.once();
		this.security = options.secure() ? DemoSecurity.create(folder) : null;
		EmbeddedNatsServerBuilder server = EmbeddedNatsServer.builder()
			.port(free(usualPorts ? 4222 : 0))
			.storeDirectory(folder.resolve("data/nats"))
			.logFile(folder.resolve("nats-server.log"));
		List<String> arguments = List.of();
		if (this.security != null) {
			server.configuration(this.security.keys().serverConfiguration());
			arguments = this.security.serviceArguments();
		}
		this.nats = server.start();
		this.orders = new ServiceProcess("order-service", free(usualPorts ? 8080 : 0), folder, this.nats.url(),
				arguments);
		this.inventory = new ServiceProcess("inventory-service", free(usualPorts ? 8081 : 0), folder, this.nats.url(),
				arguments);
		Runtime.getRuntime().addShutdownHook(new Thread(this::end));
	}

	public static void main(String[] args) throws Exception {
		DemoOptions options;
		try {
			options = DemoOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
			return;
		}
		Path folder = Path.of("target", "demo").toAbsolutePath();
		FileSystemUtils.deleteRecursively(folder.resolve("data"));
		Files.createDirectories(folder);
		try {
			System.exit(new Demo(folder, options).run(options) ? 0 : 1);
		}
		catch (Exception ex) {
			out.println("The demo failed: " + ex.getMessage());
			out.println("Logs are in " + folder);
			System.exit(1);
		}
	}

	private boolean run(DemoOptions options) throws Exception {
		say("NATS server at " + this.nats.url());
		this.orders.start();
		this.inventory.start();
		this.orders.awaitReady();
		this.inventory.awaitReady();
		say("Both services are ready");
		boolean good = play(options);
		if (this.security != null) {
			good &= attack(this.security);
		}
		if (!good) {
			say("Logs are in " + this.folder);
		}
		if (!options.once()) {
			stay();
		}
		return good;
	}

	private boolean play(DemoOptions options) throws Exception {
		OrderFile file = OrderFile.read();
		say("Playing a file of " + file.lines().size() + " orders over HTTP");
		Http http = (this.security != null) ? new Http(this.security.issuer().token()) : new Http();
		try (OrderPlayer player = new OrderPlayer(http, this.orders.url(), file.lines())) {
			if (options.faults()) {
				new Faults(this.nats, this.inventory, Demo::say).play(player, file.lines().size());
			}
			else {
				player.allow(file.lines().size());
				player.awaitPosted(file.lines().size());
			}
			Books books = new Books(http, this.orders.url(), this.inventory.url());
			Awaitility.await("every order to have its outcome")
				.atMost(SETTLED)
				.pollInterval(Duration.ofMillis(100))
				.ignoreExceptions()
				.until(books::settled);
			Played played = player.played();
			report(played, books.summary());
			List<String> faults = books.check(played, file.expected());
			faults.forEach((fault) -> say("  wrong: " + fault));
			say(faults.isEmpty() ? "The books balance: every order has one outcome, in both services"
					: "The books do NOT balance");
			return faults.isEmpty();
		}
	}

	private boolean attack(DemoSecurity secured) throws Exception {
		say("Trying what must be refused");
		Attacks attacks = new Attacks(secured, this.nats, this.orders.url(), this.inventory.url(), Demo::say);
		boolean held = attacks.run();
		say(held ? "The defences hold" : "The defences do NOT hold");
		return held;
	}

	private void end() {
		ServiceProcess.closeAll(List.of(this.orders, this.inventory));
		this.nats.close();
		if (this.security != null) {
			this.security.close();
		}
	}

	private static void report(Played played, JsonNode summary) {
		say("");
		line("accepted", played.accepted().size() + "");
		line("  reserved", summary.get("reserved").asString());
		line("  rejected (no stock)", summary.get("rejected").asString());
		line("refused", played.refused() + played.conflicting() + " (" + played.refused() + " malformed or invalid, "
				+ played.conflicting() + " with a used id)");
		line("duplicates suppressed", played.duplicates() + "");
		line("acceptance to outcome", "p50 %.1f ms, p99 %.1f ms".formatted(summary.get("p50Millis").asDouble(),
				summary.get("p99Millis").asDouble()));
		say("");
	}

	private void stay() throws InterruptedException {
		say("");
		if (this.security != null) {
			line("Access token", this.security.issuer().command());
			line("Orders", this.orders.url() + "/api/orders");
		}
		else {
			line("Orders, a page", this.orders.url() + "/");
		}
		line("Orders, health", this.orders.url() + "/actuator/health");
		line("Inventory, stock", this.inventory.url() + "/api/stock");
		line("Inventory, health", this.inventory.url() + "/actuator/health");
		line("NATS server", this.nats.monitorUrl() + "/jsz?consumers=true");
		say("Everything stays up until Ctrl-C; logs are in " + this.folder);
		new CountDownLatch(1).await();
	}

	private static void line(String what, String value) {
		say("  %-24s %s".formatted(what, value));
	}

	private static void say(String text) {
		out.println(text);
	}

	private static int free(int usual) throws IOException {
		try (ServerSocket socket = new ServerSocket(usual)) {
			return socket.getLocalPort();
		}
		catch (BindException ex) {
			try (ServerSocket socket = new ServerSocket(0)) {
				return socket.getLocalPort();
			}
		}
	}

}

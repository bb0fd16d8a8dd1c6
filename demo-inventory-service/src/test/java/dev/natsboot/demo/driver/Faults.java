package dev.natsboot.demo.driver;

import java.io.IOException;
import java.util.function.Consumer;

import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * Plays the orders and kills the inventory service and the server while orders are on
 * their way.
 */
final class Faults {

	private final EmbeddedNatsServer nats;

	private final ServiceProcess inventory;

	private final Consumer<String> report;

	Faults(EmbeddedNatsServer nats, ServiceProcess inventory, Consumer<String> report) {
		this.nats = nats;
		this.inventory = inventory;
		this.report = report;
	}

	void play(OrderPlayer player, int lines) throws IOException, InterruptedException {
		int third = lines / 3;
		int tenth = lines / 10;
		player.allow(2 * third);
		player.awaitPosted(third);
		this.inventory.kill();
		this.report.accept("  inventory-service killed (-9) after " + third + " requests, started again");
		this.inventory.start();
		this.inventory.awaitReady();
		player.allow(2 * tenth);
		player.awaitPosted(2 * third + tenth);
		this.nats.kill();
		this.report.accept("  nats-server killed; orders are still accepted");
		player.awaitPosted(2 * third + 2 * tenth);
		player.allow(tenth / 2);
		player.awaitPosted(2 * third + 2 * tenth + tenth / 2);
		this.nats.restart();
		this.report.accept("  nats-server restarted on the same port and store");
		player.allow(lines);
		player.awaitPosted(lines);
	}

}

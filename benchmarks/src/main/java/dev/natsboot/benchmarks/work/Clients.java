package dev.natsboot.benchmarks.work;

import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;

/**
 * Connections as one makes them by hand.
 */
final class Clients {

	static final Duration LONG = Duration.ofSeconds(60);

	private Clients() {
	}

	static Connection connect(String url) throws Exception {
		return Nats.connect(Options.builder().server(url).maxReconnects(-1).build());
	}

}

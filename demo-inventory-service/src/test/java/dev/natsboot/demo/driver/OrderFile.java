package dev.natsboot.demo.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/**
 * The file of orders that the demo plays, one HTTP request body a line, and what is to
 * come of it.
 *
 * @param lines the request bodies, some of them no orders at all
 * @param expected what is to come of them
 */
record OrderFile(List<String> lines, Expected expected) {

	static OrderFile read() throws IOException {
		Properties figures = new Properties();
		try (InputStream orders = open("orders.jsonl"); InputStream expected = open("orders.properties")) {
			figures.load(expected);
			List<String> lines = new String(orders.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
			return new OrderFile(lines, Expected.from(figures));
		}
	}

	private static InputStream open(String name) throws IOException {
		InputStream stream = OrderFile.class.getResourceAsStream("/demo/" + name);
		if (stream == null) {
			throw new IOException("No /demo/" + name + " on the class path");
		}
		return stream;
	}

	/**
	 * What is to come of the lines.
	 *
	 * @param accepted orders
	 * @param duplicates lines that repeat an order
	 * @param malformed lines that are not JSON
	 * @param invalid lines that are JSON and no valid order
	 * @param conflicting lines that use an order's id for another order
	 * @param reserved accepted orders that there is stock for
	 * @param rejected accepted orders that there is no stock for
	 */
	record Expected(int accepted, int duplicates, int malformed, int invalid, int conflicting, int reserved,
			int rejected) {

		static Expected from(Properties figures) {
			return new Expected(figure(figures, "accepted"), figure(figures, "duplicates"),
					figure(figures, "malformed"), figure(figures, "invalid"), figure(figures, "conflicting"),
					figure(figures, "reserved"), figure(figures, "rejected"));
		}

		private static int figure(Properties figures, String name) {
			return Integer.parseInt(figures.getProperty(name));
		}

	}

}

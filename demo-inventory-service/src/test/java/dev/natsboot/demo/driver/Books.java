package dev.natsboot.demo.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Compares what both services have in their books with each other and with the file.
 */
final class Books {

	private final Http http;

	private final String orders;

	private final String inventory;

	private final List<String> faults = new ArrayList<>();

	Books(Http http, String orders, String inventory) {
		this.http = http;
		this.orders = orders;
		this.inventory = inventory;
	}

	JsonNode summary() throws IOException, InterruptedException {
		return this.http.get(this.orders + "/api/orders/summary").body();
	}

	/** Whether every stored order is published and has its outcome. */
	boolean settled() throws IOException, InterruptedException {
		JsonNode summary = summary();
		return summary.get("accepted").asLong() == 0 && summary.get("unpublished").asLong() == 0;
	}

	/** Returns what does not balance. */
	List<String> check(Played played, OrderFile.Expected expected) throws IOException, InterruptedException {
		this.faults.clear();
		this.faults.addAll(played.failures());
		compare("orders accepted", expected.accepted(), played.accepted().size());
		compare("duplicates suppressed", expected.duplicates(), played.duplicates());
		compare("requests refused as malformed or invalid", expected.malformed() + expected.invalid(),
				played.refused());
		compare("requests refused as conflicting", expected.conflicting(), played.conflicting());
		JsonNode summary = summary();
		compare("orders reserved, says the order service", expected.reserved(), summary.get("reserved").asLong());
		compare("orders rejected, says the order service", expected.rejected(), summary.get("rejected").asLong());
		JsonNode reservations = this.http.get(this.inventory + "/api/reservations/summary").body();
		compare("orders reserved, says the inventory service", expected.reserved(),
				reservations.get("reserved").asLong());
		compare("orders rejected, says the inventory service", expected.rejected(),
				reservations.get("rejected").asLong());
		stock(outcomes(played.accepted()));
		return List.copyOf(this.faults);
	}

	private Map<String, Long> outcomes(Map<String, Played.Placed> accepted) throws IOException, InterruptedException {
		Map<String, Long> reserved = new HashMap<>();
		for (Played.Placed placed : accepted.values()) {
			JsonNode order = this.http.get(this.orders + "/api/orders/" + placed.orderId()).body();
			JsonNode reservation = this.http.get(this.inventory + "/api/reservations/" + placed.orderId()).body();
			String told = order.path("state").asString("nothing");
			String decided = reservation.path("outcome").asString("nothing");
			if (!told.equals(decided)) {
				this.faults.add("order " + placed.orderId() + " is " + told + " in the order service and " + decided
						+ " in the inventory service");
			}
			if (decided.equals("RESERVED")) {
				compare("pieces reserved for order " + placed.orderId(), placed.quantity(),
						reservation.get("quantity").asLong());
				reserved.merge(placed.sku(), (long) placed.quantity(), Long::sum);
			}
		}
		return reserved;
	}

	private void stock(Map<String, Long> reserved) throws IOException, InterruptedException {
		for (JsonNode article : this.http.get(this.inventory + "/api/stock").body()) {
			String sku = article.get("sku").asString();
			long left = article.get("initial").asLong() - reserved.getOrDefault(sku, 0L);
			compare("stock of " + sku, left, article.get("available").asLong());
			Http.Answer asked = this.http.get(this.orders + "/api/stock/" + sku);
			compare("stock of " + sku + " by request and reply", left, asked.body().path("available").asLong(-1));
		}
	}

	private void compare(String what, long expected, long actual) {
		if (expected != actual) {
			this.faults.add(what + ": " + actual + " in place of " + expected);
		}
	}

}

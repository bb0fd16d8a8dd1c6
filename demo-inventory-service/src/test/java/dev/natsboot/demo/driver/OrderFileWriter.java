package dev.natsboot.demo.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes the file of orders, the same one each time. Its figures go with the stock that
 * the inventory service starts with: 1000 of each of ten articles, 30 and 20 of two
 * scarce ones.
 */
final class OrderFileWriter {

	private static final int PLENTIFUL = 880;

	private static final int WITHOUT_ID = 20;

	private static final int UNKNOWN_ARTICLE = 20;

	private static final int SCARCE_1 = 48;

	private static final int SCARCE_2 = 32;

	private static final int OUT_OF_STOCK = (SCARCE_1 - 30) + (SCARCE_2 - 20);

	private static final int ACCEPTED = PLENTIFUL + WITHOUT_ID + UNKNOWN_ARTICLE + SCARCE_1 + SCARCE_2;

	private static final int DUPLICATES = 80;

	private static final int CONFLICTING = 10;

	private static final int DISTANCE = 100;

	private static final List<String> MALFORMED = List.of("{\"orderId\":\"broken-%d\",\"customer\":\"c-1\",\"sku\":",
			"order %d please", "{\"orderId\":\"broken-%d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":1");

	private static final List<String> INVALID = List.of(
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":0}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"quantity\":1}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\" \",\"sku\":\"SKU-01\",\"quantity\":1}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"sku\":\"orders.>\",\"quantity\":1}",
			"{\"orderId\":\"invalid %d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":1}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":1000}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":\"many\"}",
			"{\"orderId\":\"invalid-%d\",\"customer\":\"c-1\",\"sku\":\"SKU-01\"}");

	private static final int MALFORMED_LINES = 30;

	private static final int INVALID_LINES = 40;

	private final Random random = new Random(20260101);

	private final List<String> lines = new ArrayList<>();

	public static void main(String[] args) throws IOException {
		Path folder = Files.createDirectories(Path.of(args[0]));
		Files.writeString(folder.resolve("orders.jsonl"), String.join("\n", new OrderFileWriter().lines()) + "\n");
		Files.writeString(folder.resolve("orders.properties"), figures());
	}

	static String figures() {
		return """
				accepted=%d
				duplicates=%d
				malformed=%d
				invalid=%d
				conflicting=%d
				reserved=%d
				rejected=%d
				""".formatted(ACCEPTED, DUPLICATES, MALFORMED_LINES, INVALID_LINES, CONFLICTING,
				ACCEPTED - UNKNOWN_ARTICLE - OUT_OF_STOCK, UNKNOWN_ARTICLE + OUT_OF_STOCK);
	}

	List<String> lines() {
		this.lines.clear();
		for (int i = 0; i < PLENTIFUL; i++) {
			insert(order(i, article(), 1 + this.random.nextInt(5)));
		}
		for (int i = 0; i < WITHOUT_ID; i++) {
			insert(body("", article(), 1));
		}
		for (int i = 0; i < UNKNOWN_ARTICLE; i++) {
			insert(order(PLENTIFUL + i, "SKU-99", 1));
		}
		for (int i = 0; i < SCARCE_1 + SCARCE_2; i++) {
			insert(order(PLENTIFUL + UNKNOWN_ARTICLE + i, (i < SCARCE_1) ? "SCARCE-1" : "SCARCE-2", 1));
		}
		repeat();
		for (int i = 0; i < MALFORMED_LINES; i++) {
			insert(MALFORMED.get(i % MALFORMED.size()).formatted(i));
		}
		for (int i = 0; i < INVALID_LINES; i++) {
			insert(INVALID.get(i % INVALID.size()).formatted(i));
		}
		return List.copyOf(this.lines);
	}

	private void repeat() {
		List<Integer> originals = new ArrayList<>();
		while (originals.size() < DUPLICATES + CONFLICTING) {
			int candidate = this.random.nextInt(this.lines.size() - 2 * DISTANCE);
			String line = this.lines.get(candidate);
			if (line.contains("\"sku\":\"SKU-0") && line.contains("orderId") && !originals.contains(candidate)) {
				originals.add(candidate);
			}
		}
		originals.sort((one, other) -> other - one);
		for (int i = 0; i < originals.size(); i++) {
			String line = this.lines.get(originals.get(i));
			boolean conflicting = i % ((DUPLICATES + CONFLICTING) / CONFLICTING) == 0;
			int after = originals.get(i) + DISTANCE;
			this.lines.add(after + this.random.nextInt(this.lines.size() - after),
					conflicting ? line.replaceFirst("\"quantity\":\\d+", "\"quantity\":99") : line);
		}
	}

	private void insert(String line) {
		this.lines.add(this.random.nextInt(this.lines.size() + 1), line);
	}

	private String article() {
		return "SKU-0%d".formatted(1 + this.random.nextInt(9));
	}

	private String order(int number, String sku, int quantity) {
		return body("\"orderId\":\"order-%04d\",".formatted(number), sku, quantity);
	}

	private String body(String orderId, String sku, int quantity) {
		return "{%s\"customer\":\"c-%02d\",\"sku\":\"%s\",\"quantity\":%d}".formatted(orderId, this.random.nextInt(50),
				sku, quantity);
	}

}

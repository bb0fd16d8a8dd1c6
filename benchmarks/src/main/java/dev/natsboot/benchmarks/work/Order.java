package dev.natsboot.benchmarks.work;

import java.nio.charset.StandardCharsets;

/**
 * The record of the JSON rows.
 *
 * @param id an id
 * @param customer a name
 * @param quantity a number
 * @param price a number
 * @param express a flag
 */
public record Order(String id, String customer, int quantity, long price, boolean express) {

	/**
	 * 128 bytes of JSON.
	 */
	static final byte[] JSON = pad(
			"{\"id\":\"order-4711-2026\",\"customer\":\"A customer with a name\",\"quantity\":12,\"price\":199900,\"express\":true");

	private static byte[] pad(String json) {
		return (json + " ".repeat(127 - json.length()) + "}").getBytes(StandardCharsets.US_ASCII);
	}

}

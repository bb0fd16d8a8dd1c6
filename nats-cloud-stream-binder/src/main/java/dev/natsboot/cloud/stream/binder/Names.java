package dev.natsboot.cloud.stream.binder;

import java.nio.charset.StandardCharsets;

/**
 * Names of streams and consumers, which may not have dots, wildcards, slashes and white
 * space. Each such character becomes {@code %} and two hexadecimal digits for each of its
 * bytes, so that no two names become one and each can be told from what it became.
 */
final class Names {

	private static final String ILLEGAL = ".*>/\\%";

	private Names() {
	}

	static String escape(String name) {
		StringBuilder escaped = new StringBuilder(name.length() + 8);
		for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
			char c = (char) (b & 0xff);
			if (c <= ' ' || c >= 0x7f || ILLEGAL.indexOf(c) >= 0) {
				escaped.append('%')
					.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
					.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
	}

	static String unescape(String escaped) {
		return HeaderValue.decode(escaped.replace("+", "%2B"));
	}

	/**
	 * The subject of a partition of a destination.
	 */
	static String partition(String destination, Object partition) {
		return destination + ".partition." + partition;
	}

}

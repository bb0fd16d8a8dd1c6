package dev.natsboot.core;

import java.util.List;
import java.util.Map;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What NATS can carry in a header (ADR-4), checked before the client is asked.
 */
final class HeaderRules {

	private static final String RESERVED = "Nats-";

	private HeaderRules() {
	}

	/**
	 * Checks a name and its values.
	 */
	static void check(String name, Iterable<@Nullable String> values) {
		checkName(name);
		for (String value : values) {
			checkValue(name, value);
		}
	}

	/**
	 * Copies headers, except those of NATS itself: an inbound {@code Nats-Msg-Id} or
	 * {@code Nats-Expected-Stream} sent on would make the server drop or refuse the
	 * message.
	 */
	static void copy(Headers source, Headers target) {
		for (Map.Entry<String, List<String>> header : source.entrySet()) {
			if (!header.getKey().regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
				target.put(header.getKey(), header.getValue());
			}
		}
	}

	private static void checkName(String name) {
		if (name.isEmpty()) {
			throw new InvalidHeaderException("A header has an empty name");
		}
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c <= ' ' || c > '~' || c == ':') {
				throw new InvalidHeaderException("Header name '" + Subjects.printable(name) + "' has the character 0x"
						+ Integer.toHexString(c) + "; a name is printable ASCII without a colon");
			}
		}
	}

	private static void checkValue(String name, @Nullable String value) {
		if (value == null) {
			throw new InvalidHeaderException("Header '" + name + "' has no value");
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c > 127 || c == '\r' || c == '\n') {
				throw new InvalidHeaderException("The value of header '" + name + "' has "
						+ ((c > 127) ? "a character outside ASCII" : "a line break") + " at position " + (i + 1)
						+ "; encode it, for example as percent-encoding");
			}
		}
	}

}

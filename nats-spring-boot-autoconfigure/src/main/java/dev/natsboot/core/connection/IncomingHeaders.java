package dev.natsboot.core.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;

import io.nats.client.support.IncomingHeadersProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message as they come from the server (ADR-4). The server checks
 * nothing of them, and the client's reader ends at headers that it cannot read: those are
 * put in words that it can.
 */
final class IncomingHeaders {

	/**
	 * Lists the headers of a message in which something was escaped.
	 */
	static final String ESCAPED = "Escaped-Headers";

	private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LINE_END = { '\r', '\n' };

	private final byte[] bytes;

	private final Set<String> escaped;

	private IncomingHeaders(byte[] bytes, Set<String> escaped) {
		this.bytes = bytes;
		this.escaped = escaped;
	}

	/**
	 * The headers in the place of those that came.
	 */
	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * The names of those in which something was escaped, as they are now.
	 */
	Set<String> escaped() {
		return this.escaped;
	}

	/**
	 * Looks at headers.
	 * @param in where they are
	 * @param from where they begin
	 * @param to where they end
	 * @return what to give to the client in their place, or {@code null} if it can read
	 * them
	 */
	static @Nullable IncomingHeaders escaped(byte[] in, int from, int to) {
		if (isPlain(in, from, to)) {
			return null;
		}
		byte[] bytes = Arrays.copyOfRange(in, from, to);
		return isReadable(bytes) ? null : escape(bytes);
	}

	/**
	 * Whether headers are certainly readable: what nearly all are, found out in passing.
	 */
	private static boolean isPlain(byte[] in, int from, int to) {
		int at = from + VERSION.length;
		if (to - from < VERSION.length + 4 || !Arrays.equals(in, from, at, VERSION, 0, VERSION.length)) {
			return false;
		}
		while (true) {
			if (to - at < 4 || in[at] != '\r' || in[at + 1] != '\n') {
				return false;
			}
			at += 2;
			if (in[at] == '\r') {
				return in[at + 1] == '\n' && at + 2 == to;
			}
			int name = at;
			while (at < to && in[at] > 32 && in[at] < 127 && in[at] != ':') {
				at++;
			}
			if (at == name || at == to || in[at] != ':') {
				return false;
			}
			at++;
			while (at < to && in[at] >= 32) {
				at++;
			}
		}
	}

	private static boolean isReadable(byte[] headers) {
		try {
			return new IncomingHeadersProcessor(headers).getSerializedLength() == headers.length;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static IncomingHeaders escape(byte[] headers) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Set<String> escaped = new LinkedHashSet<>();
		out.writeBytes(VERSION);
		out.writeBytes(LINE_END);
		int from = 0;
		if (headers.length >= VERSION.length && Arrays.equals(headers, 0, VERSION.length, VERSION, 0, VERSION.length)) {
			from = VERSION.length;
		}
		while (from < headers.length) {
			int to = from;
			while (to < headers.length && headers[to] != '\r' && headers[to] != '\n') {
				to++;
			}
			line(headers, from, to, out, escaped);
			from = to + 1;
		}
		out.writeBytes((ESCAPED + ": " + String.join(", ", escaped)).getBytes(StandardCharsets.US_ASCII));
		out.writeBytes(LINE_END);
		out.writeBytes(LINE_END);
		return new IncomingHeaders(out.toByteArray(), escaped);
	}

	private static void line(byte[] headers, int from, int to, ByteArrayOutputStream out, Set<String> escaped) {
		if (from == to) {
			return;
		}
		int colon = from;
		while (colon < to && headers[colon] != ':') {
			colon++;
		}
		// a line without a colon, or with nothing before it, is all name
		int end = (colon == from) ? to : colon;
		String name = text(headers, from, end, IncomingHeaders::inName);
		int value = Math.min(end + 1, to);
		while (value < to && headers[value] == ' ') {
			value++;
		}
		String text = text(headers, value, to, IncomingHeaders::inValue);
		if (name.length() != end - from || text.length() != to - value || colon == to) {
			escaped.add(name);
		}
		out.writeBytes((name + ": " + text).getBytes(StandardCharsets.US_ASCII));
		out.writeBytes(LINE_END);
	}

	/**
	 * The text with {@code %XX} for each byte that cannot stand, and for the percent sign
	 * if there is one; unchanged if there is none.
	 */
	private static String text(byte[] in, int from, int to, IntPredicate allowed) {
		StringBuilder result = new StringBuilder();
		boolean changed = false;
		for (int i = from; i < to; i++) {
			int c = in[i] & 0xff;
			if (allowed.test(c)) {
				result.append((char) c);
			}
			else {
				changed = changed || c != '%';
				result.append(String.format("%%%02X", c));
			}
		}
		return changed ? result.toString() : new String(in, from, to - from, StandardCharsets.US_ASCII);
	}

	private static boolean inName(int c) {
		return c > 32 && c < 127 && c != ':' && c != '%';
	}

	private static boolean inValue(int c) {
		return c >= 32 && c < 127 && c != '%';
	}

}

package dev.natsboot.core.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a server sends (the client protocol's control lines, headers and payloads), on its
 * way to the client's reader: passed on as it is, but for headers that the client cannot
 * read. Used by one thread at a time.
 */
final class IncomingFrames {

	private static final int CAPACITY = 64 * 1024;

	private static final int MAX_CAPACITY = 256 * 1024 * 1024;

	private static final int MAX_DIGITS = 9;

	private final Source source;

	private final EscapedHeadersListener listener;

	private byte[] buffer = new byte[CAPACITY];

	/** What is before it has been handed on. */
	private int begin;

	/** What is before it may be handed on. */
	private int passed;

	private int end;

	/** How many bytes of payload come next. */
	private long payload;

	/** What came is not of the protocol: not looked at any more. */
	private boolean blind;

	IncomingFrames(Source source, EscapedHeadersListener listener) {
		this.source = source;
		this.listener = listener;
	}

	/**
	 * Reads what may be handed on.
	 * @return how many bytes, or -1 at the end
	 */
	int read(byte[] to, int offset, int length) throws IOException {
		while (this.begin == this.passed) {
			makeRoom();
			int count = this.source.read(this.buffer, this.end, this.buffer.length - this.end);
			if (count <= 0) {
				return count;
			}
			this.end += count;
			look();
		}
		int count = Math.min(length, this.passed - this.begin);
		System.arraycopy(this.buffer, this.begin, to, offset, count);
		this.begin += count;
		return count;
	}

	/**
	 * Checks that nothing has come that was not handed on: what came in plain text must
	 * not be taken for something that came by TLS.
	 * @throws IOException if there is something
	 */
	void checkNothingHeld() throws IOException {
		if (this.begin != this.end) {
			throw new IOException("The server, or somebody on the way to it, has sent more before TLS than it may");
		}
	}

	private void makeRoom() {
		int held = this.end - this.begin;
		if (held == 0 && this.buffer.length > CAPACITY) {
			this.buffer = new byte[CAPACITY];
		}
		else if (held == this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, Math.min(held * 2, MAX_CAPACITY));
		}
		else {
			System.arraycopy(this.buffer, this.begin, this.buffer, 0, held);
		}
		this.begin = 0;
		this.passed = 0;
		this.end = held;
	}

	private void look() {
		while (this.passed < this.end && !this.blind) {
			if (this.payload > 0) {
				int count = (int) Math.min(this.payload, this.end - this.passed);
				this.passed += count;
				this.payload -= count;
			}
			else if (!line()) {
				break;
			}
		}
		this.blind = this.blind || this.end - this.passed == MAX_CAPACITY;
		if (this.blind) {
			this.passed = this.end;
		}
	}

	/**
	 * Looks at a control line, and at the headers behind it.
	 * @return {@code false} if more is needed
	 */
	private boolean line() {
		int lineEnd = this.passed;
		while (lineEnd < this.end && this.buffer[lineEnd] != '\n') {
			lineEnd++;
		}
		if (lineEnd == this.end) {
			return false;
		}
		int after = lineEnd + 1;
		boolean withHeaders = isOperation("HMSG");
		if (withHeaders || isOperation("MSG")) {
			int last = (lineEnd > this.passed && this.buffer[lineEnd - 1] == '\r') ? lineEnd - 1 : lineEnd;
			int totalAt = numberBefore(last);
			long total = number(totalAt, last);
			int headersEnd = totalAt;
			while (headersEnd > this.passed && isBlank(this.buffer[headersEnd - 1])) {
				headersEnd--;
			}
			int headersAt = withHeaders ? numberBefore(headersEnd) : totalAt;
			long headers = withHeaders ? number(headersAt, headersEnd) : 0;
			if (total < 0 || headers < 0 || headers > total) {
				this.blind = true;
				return false;
			}
			if (this.end - after < headers) {
				return false;
			}
			this.payload = total - headers + 2;
			after = withHeaders ? headers(headersAt, after, (int) headers, total) : after;
		}
		this.passed = after;
		return true;
	}

	/**
	 * Looks at headers, and puts others in their place where need be.
	 * @return where the payload begins
	 */
	private int headers(int sizesAt, int from, int length, long total) {
		IncomingHeaders escaped = IncomingHeaders.escaped(this.buffer, from, from + length);
		if (escaped == null) {
			return from + length;
		}
		this.listener.headersEscaped(subject(), escaped.escaped());
		byte[] headers = escaped.bytes();
		byte[] sizes = (headers.length + " " + (total - length + headers.length) + "\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		int rest = this.end - from - length;
		int payloadAt = sizesAt + sizes.length + headers.length;
		byte[] changed = new byte[Math.max(CAPACITY, payloadAt + rest)];
		System.arraycopy(this.buffer, 0, changed, 0, sizesAt);
		System.arraycopy(sizes, 0, changed, sizesAt, sizes.length);
		System.arraycopy(headers, 0, changed, sizesAt + sizes.length, headers.length);
		System.arraycopy(this.buffer, from + length, changed, payloadAt, rest);
		this.buffer = changed;
		this.end = payloadAt + rest;
		return payloadAt;
	}

	private boolean isOperation(String name) {
		int length = name.length();
		if (this.end - this.passed <= length || !isBlank(this.buffer[this.passed + length])) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if ((this.buffer[this.passed + i] & ~0x20) != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private String subject() {
		int from = this.passed + "HMSG ".length();
		int to = from;
		while (!isBlank(this.buffer[to]) && this.buffer[to] != '\n') {
			to++;
		}
		return new String(this.buffer, from, to - from, StandardCharsets.UTF_8);
	}

	private int numberBefore(int to) {
		int from = to;
		while (from > this.passed && this.buffer[from - 1] >= '0' && this.buffer[from - 1] <= '9') {
			from--;
		}
		return from;
	}

	private long number(int from, int to) {
		if (from == to || to - from > MAX_DIGITS || from == this.passed || !isBlank(this.buffer[from - 1])) {
			return -1;
		}
		long number = 0;
		for (int i = from; i < to; i++) {
			number = number * 10 + (this.buffer[i] - '0');
		}
		return number;
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

	/**
	 * Where bytes come from.
	 */
	@FunctionalInterface
	interface Source {

		int read(byte[] to, int offset, int length) throws IOException;

	}

}

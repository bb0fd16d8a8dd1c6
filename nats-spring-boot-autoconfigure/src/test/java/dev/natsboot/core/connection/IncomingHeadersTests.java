package dev.natsboot.core.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a server sends as headers, the client can read what it is given, and is given
 * what it can read as it is.
 */
class IncomingHeadersTests {

	private static final String PIECES = "NATS/1.0\r\nText: 1\r\n\r\n 503 %:\t\u00fc\u0000ab";

	private final List<String> reported = new ArrayList<>();

	private static IncomingHeaders escaped(String headers) {
		byte[] bytes = headers.getBytes(StandardCharsets.UTF_8);
		return IncomingHeaders.escaped(bytes, 0, bytes.length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NATS/1.0\r\n\r\n", "NATS/1.0\r\nText: 1\r\nText:2\r\n\r\n", "NATS/1.0 503\r\n\r\n",
			"NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Stream: 1\r\n\r\n", "NATS/1.0\r\nA:\tb%20\r\n\r\n" })
	void whatTheClientCanReadStaysAsItIs(String headers) {
		assertThat(escaped(headers)).isNull();
	}

	@Test
	void aValueThatIsNotAscii() {
		IncomingHeaders escaped = escaped("NATS/1.0\r\nName: J\u00fcrgen 100%\r\nRegion: 5%\r\n\r\n");
		Headers headers = new IncomingHeadersProcessor(escaped.bytes()).getHeaders();
		assertThat(headers.getFirst("Name")).isEqualTo("J%C3%BCrgen 100%25");
		assertThat(URLDecoder.decode(headers.getFirst("Name"), StandardCharsets.UTF_8)).isEqualTo("J\u00fcrgen 100%");
		assertThat(headers.getFirst("Region")).isEqualTo("5%");
		assertThat(headers.getFirst("Escaped-Headers")).isEqualTo("Name");
	}

	@Test
	void namesAndLinesThatAreNone() {
		IncomingHeaders escaped = escaped("none at all\r\nA b: c\r\n: d\r\nfine: e\r\n\r\n");
		Headers headers = new IncomingHeadersProcessor(escaped.bytes()).getHeaders();
		assertThat(headers.getFirst("none%20at%20all")).isEmpty();
		assertThat(headers.getFirst("A%20b")).isEqualTo("c");
		assertThat(headers.getFirst("%3A%20d")).isEmpty();
		assertThat(headers.getFirst("fine")).isEqualTo("e");
		assertThat(escaped.escaped()).containsExactly("none%20at%20all", "A%20b", "%3A%20d");
	}

	@Test
	void anythingCanBeReadInPiecesOfAnySize() throws IOException {
		Random random = new Random(7);
		for (int round = 0; round < 20_000; round++) {
			byte[] headers = randomHeaders(random);
			byte[] out = passed(random, headers);
			assertRead(out, headers);
		}
		assertThat(this.reported).isNotEmpty();
	}

	/**
	 * A message with the headers, between two others.
	 */
	private byte[] passed(Random random, byte[] headers) throws IOException {
		ByteArrayOutputStream in = new ByteArrayOutputStream();
		in.writeBytes(bytes("INFO {}\r\nMSG a 1 4\r\nM\r\nH\r\n"));
		in.writeBytes(bytes("HMSG a.b 1 reply " + headers.length + " " + (headers.length + 2) + "\r\n"));
		in.writeBytes(headers);
		in.writeBytes(bytes("xy\r\nPING\r\n"));
		byte[] all = in.toByteArray();
		int[] at = { 0 };
		IncomingFrames frames = new IncomingFrames((to, offset, length) -> {
			int count = Math.min(Math.min(length, 1 + random.nextInt(20)), all.length - at[0]);
			System.arraycopy(all, at[0], to, offset, count);
			at[0] += count;
			return (count > 0) ? count : -1;
		}, (subject, names) -> this.reported.add(subject));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] piece = new byte[1 + random.nextInt(40)];
		for (int count = frames.read(piece, 0, piece.length); count > 0; count = frames.read(piece, 0, piece.length)) {
			out.write(piece, 0, count);
		}
		assertThat(this.reported).allMatch("a.b"::equals);
		return out.toByteArray();
	}

	private static void assertRead(byte[] out, byte[] original) {
		String text = new String(out, StandardCharsets.ISO_8859_1);
		String head = "INFO {}\r\nMSG a 1 4\r\nM\r\nH\r\nHMSG a.b 1 reply ";
		assertThat(text).startsWith(head).endsWith("xy\r\nPING\r\n");
		String[] sizes = text.substring(head.length(), text.indexOf("\r\n", head.length())).split(" ");
		int from = text.indexOf("\r\n", head.length()) + 2;
		int length = Integer.parseInt(sizes[0]);
		assertThat(Integer.parseInt(sizes[1])).isEqualTo(length + 2);
		byte[] headers = text.substring(from, from + length).getBytes(StandardCharsets.ISO_8859_1);
		assertThat(text.substring(from + length)).isEqualTo("xy\r\nPING\r\n");
		new IncomingHeadersProcessor(headers);
		if (isReadable(original)) {
			assertThat(headers).isEqualTo(original);
		}
	}

	private static boolean isReadable(byte[] headers) {
		try {
			new IncomingHeadersProcessor(headers);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static byte[] randomHeaders(Random random) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		if (random.nextInt(4) > 0) {
			out.writeBytes(bytes("NATS/1.0\r\n"));
		}
		for (int i = random.nextInt(4); i > 0; i--) {
			out.writeBytes(bytes("Name-" + i + ": value\r\n"));
		}
		for (int i = random.nextInt(6); i > 0; i--) {
			int from = random.nextInt(PIECES.length());
			out.writeBytes(bytes(PIECES.substring(from, Math.min(PIECES.length(), from + 1 + random.nextInt(6)))));
		}
		if (random.nextInt(4) > 0) {
			out.writeBytes(bytes("\r\n"));
		}
		return out.toByteArray();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}

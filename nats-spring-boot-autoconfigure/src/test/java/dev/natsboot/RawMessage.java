package dev.natsboot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that the Java client does not send.
 */
public final class RawMessage {

	private RawMessage() {
	}

	/**
	 * As a client would that checks nothing.
	 */
	public static void publish(int port, String subject, String headers, String payload) throws IOException {
		byte[] head = headers.getBytes(StandardCharsets.UTF_8);
		byte[] body = payload.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write("CONNECT {\"headers\":true,\"verbose\":false}\r\n".getBytes(StandardCharsets.US_ASCII));
		bytes.write(("HPUB " + subject + " " + head.length + " " + (head.length + body.length) + "\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		bytes.write(head);
		bytes.write(body);
		bytes.write("\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
		try (Socket socket = new Socket("127.0.0.1", port)) {
			OutputStream out = socket.getOutputStream();
			out.write(bytes.toByteArray());
			out.flush();
			StringBuilder answer = new StringBuilder();
			while (answer.indexOf("PONG") < 0) {
				int next = socket.getInputStream().read();
				assertThat(next).as(answer.toString()).isNotNegative();
				answer.append((char) next);
			}
		}
	}

}

package dev.natsboot.test.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.natsboot.test.server.ServerSettings.Credentials;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server how it is, without a client library: over its client port and its
 * monitoring port.
 */
final class ServerProbe {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.connectTimeout(TIMEOUT)
		.proxy(HttpClient.Builder.NO_PROXY)
		.build();

	private ServerProbe() {
	}

	/**
	 * Talks to the client port, without TLS, until the server answers a PING or says that
	 * it wants credentials.
	 * @throws IOException if the server does not answer
	 */
	static void ping(int port, @Nullable Credentials credentials) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String info = reader.readLine();
			if (info == null || !info.startsWith("INFO ")) {
				throw new IOException("no INFO but " + info);
			}
			OutputStream out = socket.getOutputStream();
			out.write(("CONNECT " + connect(credentials) + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
			out.flush();
			String answer = reader.readLine();
			if (answer == null || !(answer.equals("PONG") || answer.startsWith("-ERR 'Authorization"))) {
				throw new IOException("no PONG but " + answer);
			}
		}
	}

	private static String connect(@Nullable Credentials credentials) {
		String login = (credentials != null) ? ",\"user\":" + ServerConfiguration.quote(credentials.user())
				+ ",\"pass\":" + ServerConfiguration.quote(credentials.password()) : "";
		return "{\"verbose\":false,\"pedantic\":false,\"name\":\"" + AdminConnection.NAME
				+ "\",\"lang\":\"java\",\"version\":\"1\"" + login + "}";
	}

	/**
	 * Reads a page of the monitoring port.
	 * @param path such as {@code /healthz}
	 * @throws IOException if the server does not answer with status 200
	 */
	static JsonValue monitor(int port, String path) throws IOException {
		try {
			HttpResponse<String> response = HTTP.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(TIMEOUT).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IOException(path + " answers " + response.statusCode() + ": " + response.body().strip());
			}
			return JsonParser.parse(response.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsServerException("Interrupted while asking the server", ex);
		}
	}

}

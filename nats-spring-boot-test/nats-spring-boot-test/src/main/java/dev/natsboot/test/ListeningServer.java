package dev.natsboot.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import dev.natsboot.test.server.NatsServerException;
import io.nats.client.api.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a {@code nats-server} listens on a port of the loopback interface, by the
 * line with which each one greets.
 */
final class ListeningServer {

	private static final int TIMEOUT = 2000;

	private ListeningServer() {
	}

	/**
	 * Looks who listens.
	 * @param port the port
	 * @return what the server says of itself, or {@code null} if nobody listens
	 * @throws NatsServerException if something listens that is no {@code nats-server}, or
	 * one that wants credentials or TLS
	 */
	static @Nullable ServerInfo find(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
			socket.setSoTimeout(TIMEOUT);
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String line = reader.readLine();
			if (line == null || !line.startsWith("INFO {")) {
				throw new NatsServerException(taken(port));
			}
			ServerInfo info = new ServerInfo(line.substring("INFO ".length()));
			if (info.isTLSRequired() || !letsIn(socket, reader)) {
				throw new NatsServerException("The nats-server that listens on port " + port
						+ " wants credentials or TLS. Set nats.development.port to another port; "
						+ "or start the application without EmbeddedNatsConfiguration and configure nats.servers.");
			}
			return info;
		}
		catch (ConnectException ex) {
			return null;
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new NatsServerException(taken(port), ex);
		}
	}

	/** What the server says of credentials is also true of one that does without. */
	private static boolean letsIn(Socket socket, BufferedReader reader) throws IOException {
		socket.getOutputStream()
			.write("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n".getBytes(StandardCharsets.UTF_8));
		return "PONG".equals(reader.readLine());
	}

	private static String taken(int port) {
		return "On port " + port + " listens a program that does not greet as a nats-server does. "
				+ "Stop it, or set nats.development.port to another port.";
	}

}

package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

import dev.natsboot.test.server.ServerSettings.Credentials;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection of our own for one conversation with a server.
 */
final class AdminConnection implements AutoCloseable {

	/** The name of our own connections. */
	static final String NAME = "natsboot-test-server";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Connection connection;

	private AdminConnection(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Connects to a server. The certificate of a server of our own is not questioned.
	 * @throws IOException if the server refuses
	 */
	static AdminConnection open(ServerRunner server, @Nullable Credentials credentials) throws IOException {
		Options.Builder options = new Options.Builder().server("nats://127.0.0.1:" + server.ports().client())
			.connectionName(NAME)
			.connectionTimeout(TIMEOUT)
			.noReconnect();
		if (credentials != null) {
			options.userInfo(credentials.user().toCharArray(), credentials.password().toCharArray());
		}
		try {
			if (server.usesTls()) {
				options.opentls();
			}
			return new AdminConnection(Nats.connect(options.build()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IOException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	String serverId() {
		return this.connection.getServerInfo().getServerId();
	}

	/**
	 * Sends a request and reads its answer.
	 * @throws IOException if there is none, or it is an error
	 */
	JsonValue request(String subject, String body) throws IOException {
		try {
			Message reply = this.connection.request(subject, body.getBytes(StandardCharsets.UTF_8), TIMEOUT);
			if (reply == null) {
				throw new IOException("no answer to " + subject);
			}
			JsonValue json = JsonParser.parse(reply.getData());
			JsonValue error = Json.fields(json).get("error");
			if (error != null) {
				throw new IOException(subject + " answers " + error.toJson());
			}
			return json;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static NatsServerException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new NatsServerException("Interrupted while talking to the server", ex);
	}

}

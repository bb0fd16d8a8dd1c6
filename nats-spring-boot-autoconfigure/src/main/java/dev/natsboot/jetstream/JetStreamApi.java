package dev.natsboot.jetstream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The JetStream API as it is. The client's own management would lose what it does not
 * know of a newer server's configurations, keeps one cache for all clusters, and has one
 * exception for all reasons not to get an answer. For one thread.
 */
final class JetStreamApi implements AutoCloseable {

	private static final String PREFIX = "$JS.API.";

	private static final Duration LOOK = Duration.ofMillis(50);

	private static final int NO_RESPONDERS = 503;

	private final Connection connection;

	private final String connectionName;

	private final Duration timeout;

	private final Supplier<@Nullable String> violation;

	private final String inbox;

	private final Subscription replies;

	private int calls;

	/**
	 * Opens the API on a connection.
	 * @param connection the connection
	 * @param connectionName its name, for messages
	 * @param timeout how long to wait for an answer
	 * @param violation the last thing that the server did not permit
	 * @throws JetStreamAway if the connection is closed
	 */
	JetStreamApi(Connection connection, String connectionName, Duration timeout, Supplier<@Nullable String> violation)
			throws JetStreamAway {
		this.connection = connection;
		this.connectionName = connectionName;
		this.timeout = timeout;
		this.violation = violation;
		this.inbox = connection.createInbox();
		try {
			this.replies = connection.subscribe(this.inbox + ".*");
		}
		catch (IllegalStateException ex) {
			throw new JetStreamAway("connection '" + connectionName + "' is closed", false);
		}
	}

	/**
	 * Asks the server for something.
	 * @param operation the subject without its prefix
	 * @param body what is sent
	 * @return the answer
	 * @throws JetStreamRefusal if the answer is an error
	 * @throws JetStreamAway if there is no answer just now
	 * @throws NatsConfigurationException if there never will be one
	 */
	Map<String, Object> call(String operation, Map<String, Object> body) throws JetStreamRefusal, JetStreamAway {
		String subject = PREFIX + operation;
		String replyTo = this.inbox + "." + ++this.calls;
		byte[] payload = body.isEmpty() ? new byte[0] : Json.write(body).getBytes(StandardCharsets.UTF_8);
		Message reply;
		try {
			this.connection.publish(subject, replyTo, payload);
			reply = await(subject, replyTo);
		}
		catch (IllegalStateException ex) {
			throw new JetStreamAway("connection '" + this.connectionName + "' has no server", false);
		}
		if (reply == null) {
			throw new JetStreamAway("JetStream does not answer on connection '" + this.connectionName + "' within "
					+ this.timeout.toSeconds() + " s; it may have no leader just now", false);
		}
		if (reply.isStatusMessage() && reply.getStatus().getCode() == NO_RESPONDERS) {
			throw noJetStream();
		}
		Map<String, Object> answer = Json.read(new String(reply.getData(), StandardCharsets.UTF_8));
		if (answer.get("error") instanceof Map<?, ?> error) {
			throw new JetStreamRefusal(number(error, "code"), number(error, "err_code"),
					String.valueOf(error.get("description")));
		}
		return answer;
	}

	private @Nullable Message await(String subject, String replyTo) throws JetStreamAway {
		long end = System.nanoTime() + this.timeout.toNanos();
		try {
			while (System.nanoTime() - end < 0) {
				Message next = this.replies.nextMessage(LOOK);
				if (next != null && replyTo.equals(next.getSubject())) {
					return next;
				}
				checkPermitted(subject);
			}
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JetStreamAway("interrupted", false);
		}
	}

	private void checkPermitted(String subject) {
		String denied = this.violation.get();
		if (denied == null) {
			return;
		}
		denied = denied.toLowerCase(Locale.ROOT);
		if (denied.contains('"' + subject.toLowerCase(Locale.ROOT) + '"')) {
			throw notPermitted("publish to '" + subject + "'",
					"Grant it publish to $JS.API.>, or at least to STREAM.INFO, STREAM.CREATE, STREAM.UPDATE, "
							+ "STREAM.NAMES, CONSUMER.INFO and CONSUMER.CREATE below it");
		}
		if (denied.contains(this.inbox.toLowerCase(Locale.ROOT))) {
			throw notPermitted("subscribe to '" + this.inbox + ".*'", "Grant it subscribe to _INBOX.>");
		}
	}

	private NatsConfigurationException notPermitted(String what, String grant) {
		return new NatsConfigurationException("connection '" + this.connectionName + "'",
				"The user of connection '" + this.connectionName + "' has no permission to " + what,
				grant + ", or have others create streams and consumers and set nats.jetstream.provisioning to none.");
	}

	private JetStreamAway noJetStream() {
		if (!this.connection.getServerInfo().isJetStreamAvailable()) {
			throw notEnabled("The server of connection '" + this.connectionName + "' runs without JetStream",
					"Start it with '-js', or with a 'jetstream' block in its configuration", null);
		}
		return new JetStreamAway("JetStream has nobody to answer on connection '" + this.connectionName + "' just now",
				false);
	}

	/**
	 * JetStream is there for others.
	 */
	NatsConfigurationException notEnabledForAccount(JetStreamRefusal cause) {
		return notEnabled("The account of connection '" + this.connectionName + "' has no JetStream",
				"Enable JetStream for this account in the server's configuration", cause);
	}

	private NatsConfigurationException notEnabled(String what, String action, @Nullable Throwable cause) {
		return new NatsConfigurationException("connection '" + this.connectionName + "'", what,
				action + ", or remove nats.jetstream.streams and nats.jetstream.consumers.", cause);
	}

	String connectionName() {
		return this.connectionName;
	}

	private static int number(Map<?, ?> map, String name) {
		return (map.get(name) instanceof Number number) ? number.intValue() : 0;
	}

	@Override
	public void close() {
		try {
			this.replies.unsubscribe();
		}
		catch (IllegalStateException ex) {
			// the connection is closed, and the subscription with it
		}
	}

}

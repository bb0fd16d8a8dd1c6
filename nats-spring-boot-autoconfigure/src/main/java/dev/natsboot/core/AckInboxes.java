package dev.natsboot.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes of a template, one for each connection that it publishes over. Thread-safe.
 */
final class AckInboxes {

	private final Map<Connection, AckInbox> inboxes = new ConcurrentHashMap<>();

	private volatile @Nullable AckInbox last;

	/**
	 * The inbox on a connection.
	 * @param connection the connection
	 * @param subject what is to be published, for an exception
	 * @throws NatsNotConnectedException if the connection is closed
	 */
	AckInbox on(Connection connection, String subject) {
		AckInbox recent = this.last;
		if (recent != null && recent.connection() == connection) {
			return recent;
		}
		AckInbox inbox = this.inboxes.get(connection);
		if (inbox == null) {
			this.inboxes.values().removeIf((other) -> !other.isUsable());
			try {
				inbox = this.inboxes.computeIfAbsent(connection, AckInbox::new);
			}
			catch (IllegalStateException ex) {
				throw Wire.translate(connection, subject, ex);
			}
		}
		this.last = inbox;
		return inbox;
	}

}

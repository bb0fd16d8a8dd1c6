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

	AckInbox on(Connection connection) {
		AckInbox recent = this.last;
		if (recent != null && recent.connection() == connection) {
			return recent;
		}
		AckInbox inbox = this.inboxes.get(connection);
		if (inbox == null) {
			this.inboxes.values().removeIf((other) -> !other.isUsable());
			inbox = this.inboxes.computeIfAbsent(connection, AckInbox::new);
		}
		this.last = inbox;
		return inbox;
	}

}

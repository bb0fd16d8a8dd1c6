package dev.natsboot.core.connection;

import io.nats.client.Connection;

/**
 * Follows one connection of a pool through its life, and its replacement after it was
 * closed for good. Calls come one after the other, on a thread that the connection needs:
 * they return quickly and do not wait for messages.
 *
 * @since 0.1.0
 */
public interface ConnectionObserver {

	/**
	 * There is a connected client: the first one, or one in place of another. Nothing is
	 * subscribed on it yet. The other one may be open still, and closes soon.
	 * @param connection the client
	 */
	void connected(Connection connection);

	/**
	 * The same client has reached a server again and its subscriptions are restored. What
	 * was on its way meanwhile may be lost.
	 * @param connection the client
	 */
	default void reconnected(Connection connection) {
	}

	/**
	 * The client has lost its server and tries to reconnect.
	 * @param connection the client
	 */
	default void disconnected(Connection connection) {
	}

	/**
	 * The server has sent an error, such as a missing permission for a subscription.
	 * @param connection the client
	 * @param error the server's text
	 */
	default void serverError(Connection connection, String error) {
	}

}

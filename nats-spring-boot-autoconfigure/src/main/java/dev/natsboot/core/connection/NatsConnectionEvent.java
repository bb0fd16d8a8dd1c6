package dev.natsboot.core.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something happened to a connection. Published as an application event, in order, on a
 * thread that no connection waits for.
 *
 * @since 0.1.0
 */
public sealed interface NatsConnectionEvent {

	/**
	 * Name of the pool, such as {@code default}.
	 * @return the name
	 */
	String pool();

	/**
	 * Name of the connection as the server shows it.
	 * @return the name
	 */
	String connection();

	/**
	 * Address of the server that the event is about, without credentials.
	 * @return the address, or {@code null} when there is no server
	 */
	@Nullable String server();

	/**
	 * A first client has reached a server.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 */
	record Connected(String pool, String connection, @Nullable String server) implements NatsConnectionEvent {
	}

	/**
	 * The server is lost; the client tries to reach one again. Once per outage.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server that was lost
	 */
	record Disconnected(String pool, String connection, @Nullable String server) implements NatsConnectionEvent {
	}

	/**
	 * A server is reached again and the subscriptions are restored.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param outage how long there was no server
	 */
	record Reconnected(String pool, String connection, @Nullable String server,
			Duration outage) implements NatsConnectionEvent {
	}

	/**
	 * A new client is connected in place of one that was given up.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 */
	record Rebuilt(String pool, String connection, @Nullable String server) implements NatsConnectionEvent {
	}

	/**
	 * A new client has taken the place of a healthy one without an interruption, to use
	 * other certificates or credentials.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 */
	record Renewed(String pool, String connection, @Nullable String server) implements NatsConnectionEvent {
	}

	/**
	 * A server was not used as its TLS is wrong or missing. Once for each reason until
	 * the connection has a server again.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server host and port of the server, if known
	 * @param reason what is wrong: which certificate, and what it was checked against
	 */
	record TlsFailed(String pool, String connection, @Nullable String server,
			String reason) implements NatsConnectionEvent {
	}

	/**
	 * A client is closed for good.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the last server
	 * @param expected whether the application closed it; otherwise another one is built
	 */
	record Closed(String pool, String connection, @Nullable String server,
			boolean expected) implements NatsConnectionEvent {
	}

	/**
	 * The server is about to shut down.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param moving whether the connection moves to another server that is known
	 */
	record LameDuck(String pool, String connection, @Nullable String server,
			boolean moving) implements NatsConnectionEvent {
	}

	/**
	 * A subscription of this application does not keep up and messages were dropped.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param subject subject of the subscription, or {@code null} for a dispatcher of
	 * several
	 * @param dropped number of messages dropped so far
	 */
	record SlowConsumer(String pool, String connection, @Nullable String server, @Nullable String subject,
			long dropped) implements NatsConnectionEvent {
	}

	/**
	 * The server sent an error.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param error the server's words
	 */
	record ServerError(String pool, String connection, @Nullable String server,
			String error) implements NatsConnectionEvent {
	}

	/**
	 * Another client has sent a message with headers that the Java client cannot read,
	 * such as a value that is not ASCII: they are escaped. The first time, and then at
	 * most once a minute.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param subject the message's subject
	 */
	record HeadersEscaped(String pool, String connection, @Nullable String server,
			String subject) implements NatsConnectionEvent {
	}

	/**
	 * The client has stopped to read what the server sends, and is made to reconnect.
	 *
	 * @param pool name of the pool
	 * @param connection name of the connection
	 * @param server address of the server
	 * @param error why, as far as that is known
	 */
	record ReaderFailed(String pool, String connection, @Nullable String server,
			String error) implements NatsConnectionEvent {
	}

}

package dev.natsboot.core.connection;

import io.nats.client.Connection;

/**
 * A named pool of connections, each shared by many threads. Thread-safe.
 *
 * @since 0.1.0
 */
@SuppressWarnings("DoNotCallSuggester")
public final class NatsConnectionPool {

	public String name() {
		throw new UnsupportedOperationException();
	}

	public boolean isConnected() {
		throw new UnsupportedOperationException();
	}

	public Connection connection(String subject) {
		throw new UnsupportedOperationException();
	}

	public Registration follow(String key, ConnectionObserver observer) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Ends what it stands for when closed. Closing twice does nothing.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		@Override
		void close();

	}

}

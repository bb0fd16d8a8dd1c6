package dev.natsboot.core.connection;

import java.util.Collection;

/**
 * The pools of an application by name.
 *
 * @since 0.1.0
 */
@SuppressWarnings("DoNotCallSuggester")
public final class NatsConnections {

	public static final String DEFAULT_NAME = "default";

	public NatsConnectionPool pool(String name) {
		throw new UnsupportedOperationException();
	}

	public Collection<NatsConnectionPool> pools() {
		throw new UnsupportedOperationException();
	}

}

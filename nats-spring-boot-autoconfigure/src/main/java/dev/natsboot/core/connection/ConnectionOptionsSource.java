package dev.natsboot.core.connection;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.tls.NatsTlsException;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

/**
 * Makes the options of a client. Asked again for each client that is built, so that
 * changed credentials are seen.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionOptionsSource {

	/**
	 * Make options.
	 * @param connectionName the name that the server shows for the connection
	 * @return new options
	 * @throws dev.natsboot.core.NatsConfigurationException if a setting cannot work
	 */
	Options options(String connectionName);

	/**
	 * The credentials that the last options for a connection were made with, if they can
	 * expire.
	 * @param connectionName the name that the server shows for the connection
	 * @return the credentials, or {@code null}
	 */
	default @Nullable ExpiringCredentials credentials(String connectionName) {
		return null;
	}

	/**
	 * Say which properties to correct when a server refuses the credentials, or asks for
	 * some and there are none.
	 * @param pool name of the pool
	 * @param cause what the client says of it
	 * @return an exception to throw
	 */
	default NatsConfigurationException credentialsRefused(String pool, Exception cause) {
		return new NatsConfigurationException("nats.username",
				"The NATS server refused the credentials of the connection '" + pool + "': " + cause.getMessage(),
				"Correct the credentials, or the users that the server knows.", cause);
	}

	/**
	 * Say which properties to correct when the TLS of the servers cannot be used.
	 * @param pool name of the pool
	 * @param cause what is wrong
	 * @return an exception to throw
	 */
	default NatsConfigurationException tlsRefused(String pool, NatsTlsException cause) {
		return new NatsConfigurationException("nats.ssl.bundle",
				"The connection '" + pool + "' cannot use TLS: " + cause.getMessage(),
				"Correct the certificate of the server, or the SSL bundle.", cause);
	}

	/**
	 * The property that holds the server addresses, for the message when none is reached.
	 * @return a property name
	 */
	default String serversSetting() {
		return "nats.servers";
	}

}

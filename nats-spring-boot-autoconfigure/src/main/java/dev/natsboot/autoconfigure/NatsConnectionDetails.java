package dev.natsboot.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the servers of the default connection are, and how to be let in. A bean of this
 * type wins over the properties. Asked again for each client that is built, so that it
 * can give changed credentials.
 *
 * @since 0.1.0
 */
public interface NatsConnectionDetails extends ConnectionDetails {

	/**
	 * Addresses of the servers.
	 * @return at least one URL, such as {@code nats://localhost:4222}
	 */
	List<String> getServers();

	/**
	 * Name of the user.
	 * @return the name, or {@code null}
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Password of the user.
	 * @return the password, or {@code null}
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Token, asked for on each attempt to connect.
	 * @return the token, or {@code null}
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * File with a user's JWT and seed, read on each attempt to connect.
	 * @return the file, or {@code null}
	 */
	default @Nullable Path getCredentialsFile() {
		return null;
	}

	/**
	 * File with a user's NKey seed, read on each attempt to connect.
	 * @return the file, or {@code null}
	 */
	default @Nullable Path getNkeySeedFile() {
		return null;
	}

	/**
	 * What TLS is made from, asked for on each attempt to connect: the same instance as
	 * long as nothing has changed. With it, a server without TLS is refused.
	 * @return the bundle, or {@code null}
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}

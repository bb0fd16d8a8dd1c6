package dev.natsboot.test;

import java.util.List;

import dev.natsboot.autoconfigure.NatsConnectionDetails;
import org.jspecify.annotations.Nullable;

/**
 * Leads the application to servers of the tests.
 */
final class EmbeddedNatsConnectionDetails implements NatsConnectionDetails {

	private final List<String> servers;

	private final @Nullable String username;

	private final @Nullable String password;

	EmbeddedNatsConnectionDetails(List<String> servers, @Nullable String username, @Nullable String password) {
		this.servers = List.copyOf(servers);
		this.username = username;
		this.password = password;
	}

	@Override
	public List<String> getServers() {
		return this.servers;
	}

	@Override
	public @Nullable String getUsername() {
		return this.username;
	}

	@Override
	public @Nullable String getPassword() {
		return this.password;
	}

}

package dev.natsboot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Puts the credentials into the options. Files and tokens are read again on each attempt
 * to connect.
 */
final class NatsCredentialsMapper {

	private final String prefix;

	private final NatsConnectionDetails details;

	NatsCredentialsMapper(String prefix, NatsConnectionDetails details) {
		this.prefix = prefix;
		this.details = details;
	}

	void map(Options.Builder builder) {
		String username = this.details.getUsername();
		String token = this.details.getToken();
		if (StringUtils.hasText(username)) {
			if (StringUtils.hasText(token)) {
				throw new NatsConfigurationException(this.prefix + ".token",
						"Both " + this.prefix + ".token and " + this.prefix + ".username are set",
						"Remove one of them: a connection is made with a token or as a user.");
			}
			String password = this.details.getPassword();
			builder.userInfo(username, (password != null) ? password : "");
		}
		else if (StringUtils.hasText(token)) {
			builder.tokenSupplier(() -> toChars(this.details.getToken()));
		}
		Path credentials = this.details.getCredentialsFile();
		Path seed = this.details.getNkeySeedFile();
		if (credentials != null) {
			builder.authHandler(readable(".credentials-file", credentials, Nats.credentials(credentials.toString())));
		}
		else if (seed != null) {
			builder.authHandler(readable(".nkey-seed-file", seed, seedHandler(seed)));
		}
	}

	@SuppressWarnings("NullAway") // without a file for the JWT there is none
	private static AuthHandler seedHandler(Path seed) {
		return Nats.credentials(null, seed.toString());
	}

	private static char[] toChars(@Nullable String token) {
		return (token != null) ? token.toCharArray() : new char[0];
	}

	private AuthHandler readable(String property, Path file, AuthHandler handler) {
		String setting = this.prefix + property;
		if (!Files.isReadable(file)) {
			throw new NatsConfigurationException(setting, "The file " + file + " of " + setting + " cannot be read",
					"Create the file, let the application's user read it, or correct " + setting + ".");
		}
		try {
			handler.getID();
			return handler;
		}
		catch (IllegalStateException ex) {
			throw new NatsConfigurationException(setting,
					"The file " + file + " of " + setting + " does not hold the seed of a user",
					"Set " + setting + " to a file as the tools of NATS write it.", ex);
		}
	}

	/**
	 * The property that the credentials come from.
	 */
	String setting() {
		if (this.details.getCredentialsFile() != null) {
			return this.prefix + ".credentials-file";
		}
		if (this.details.getNkeySeedFile() != null) {
			return this.prefix + ".nkey-seed-file";
		}
		return this.prefix + (StringUtils.hasText(this.details.getToken()) ? ".token" : ".username");
	}

}

package dev.natsboot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.ExpiringCredentials;
import dev.natsboot.security.transport.RenewableToken;
import dev.natsboot.security.transport.UserJwtHandler;
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

	/**
	 * Put them in.
	 * @return those that can expire, or {@code null}
	 */
	@Nullable ExpiringCredentials map(Options.Builder builder) {
		RenewableToken renewable = null;
		String username = this.details.getUsername();
		String password = this.details.getPassword();
		String token = this.details.getToken();
		if (StringUtils.hasText(username)) {
			if (StringUtils.hasText(token)) {
				throw new NatsConfigurationException(this.prefix + ".token",
						"Both " + this.prefix + ".token and " + this.prefix + ".username are set",
						"Remove one of them: a connection is made with a token or as a user.");
			}
			if (password == null) {
				throw half(".username", ".password");
			}
			builder.userInfo(username, password);
		}
		else if (StringUtils.hasText(password)) {
			throw half(".password", ".username");
		}
		else if (StringUtils.hasText(token)) {
			renewable = new RenewableToken(() -> toChars(this.details.getToken()));
			builder.tokenSupplier(renewable);
		}
		Path credentials = this.details.getCredentialsFile();
		Path seed = this.details.getNkeySeedFile();
		if (credentials != null) {
			AuthHandler handler = readable(".credentials-file", credentials, Nats.credentials(credentials.toString()));
			renewable = new RenewableToken(() -> toChars(handler.getJWT()));
			builder.authHandler(new UserJwtHandler(renewable, handler));
		}
		else if (seed != null) {
			builder.authHandler(readable(".nkey-seed-file", seed, seedHandler(seed)));
		}
		else if (this.details.getJwt() != null) {
			renewable = new RenewableToken(() -> toChars(this.details.getJwt()));
			builder.authHandler(new UserJwtHandler(renewable, null));
		}
		return renewable;
	}

	private NatsConfigurationException half(String present, String missing) {
		return new NatsConfigurationException(this.prefix + missing,
				this.prefix + present + " is set, but " + this.prefix + missing + " is missing",
				"Set " + this.prefix + missing + " too, or remove " + this.prefix + present + ".");
	}

	@SuppressWarnings("NullAway") // without a file for the JWT there is none
	private static AuthHandler seedHandler(Path seed) {
		return Nats.credentials(null, seed.toString());
	}

	private static char[] toChars(char @Nullable [] jwt) {
		return (jwt != null) ? jwt : new char[0];
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
	 * Say which properties to correct when a server refuses the credentials.
	 * @param options the options with these credentials
	 */
	NatsConfigurationException refused(String pool, Options options, Exception cause) {
		String setting = setting(options);
		if (setting == null) {
			return new NatsConfigurationException(this.prefix + ".username",
					"The server asks for credentials and none are set: set " + this.prefix + ".username and "
							+ this.prefix + ".password, " + this.prefix + ".token, " + this.prefix
							+ ".credentials-file, " + this.prefix + ".nkey-seed-file or " + this.prefix + ".jwt-file",
					"Set the credentials of the NATS connection '" + pool + "', or correct " + this.prefix
							+ ".servers if another server was meant.",
					cause);
		}
		String correct = setting.endsWith(".username") ? setting + " and " + this.prefix + ".password" : setting;
		return new NatsConfigurationException(
				setting, "The NATS server refused the credentials of the connection '" + pool + "' from " + correct
						+ ": " + cause.getMessage(),
				"Correct " + correct + ", or the users that the server knows.", cause);
	}

	/** What the credentials come from, if there are any. */
	private @Nullable String setting(Options options) {
		if (this.details.getCredentialsFile() != null) {
			return this.prefix + ".credentials-file";
		}
		if (this.details.getNkeySeedFile() != null) {
			return this.prefix + ".nkey-seed-file";
		}
		if (options.getAuthHandler() instanceof UserJwtHandler) {
			return this.prefix + ".jwt-file";
		}
		if (StringUtils.hasText(this.details.getToken())) {
			return this.prefix + ".token";
		}
		if (StringUtils.hasText(this.details.getUsername())) {
			return this.prefix + ".username";
		}
		if (options.getAuthHandler() != null || options.getUsernameChars() != null || options.getTokenChars() != null) {
			return "NatsOptionsCustomizer";
		}
		boolean inServers = options.getServers().stream().anyMatch((server) -> server.getUserInfo() != null);
		return inServers ? this.prefix + ".servers" : null;
	}

}

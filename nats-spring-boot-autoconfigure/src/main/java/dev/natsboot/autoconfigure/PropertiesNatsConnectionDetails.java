package dev.natsboot.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Details from the properties of one connection.
 */
class PropertiesNatsConnectionDetails implements NatsConnectionDetails {

	private final String prefix;

	private final NatsConnectionProperties properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesNatsConnectionDetails(String prefix, NatsConnectionProperties properties,
			@Nullable SslBundles sslBundles) {
		this.prefix = prefix;
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public List<String> getServers() {
		return this.properties.getServers();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.getPassword();
	}

	@Override
	public @Nullable String getToken() {
		return this.properties.getToken();
	}

	@Override
	public @Nullable Path getCredentialsFile() {
		return toPath(this.properties.getCredentialsFile());
	}

	@Override
	public @Nullable Path getNkeySeedFile() {
		return toPath(this.properties.getNkeySeedFile());
	}

	private static @Nullable Path toPath(@Nullable File file) {
		return (file != null) ? file.toPath() : null;
	}

	@Nullable String sslBundleName() {
		String name = this.properties.getSsl().getBundle();
		return StringUtils.hasText(name) ? name : null;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String name = sslBundleName();
		if (name == null) {
			return null;
		}
		String setting = this.prefix + ".ssl.bundle";
		String action = "Configure spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
				+ ", or correct " + setting + ".";
		if (this.sslBundles == null) {
			throw new NatsConfigurationException(setting, "There are no SSL bundles, but '" + name + "' is asked for",
					action);
		}
		try {
			return this.sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new NatsConfigurationException(setting, "There is no SSL bundle named '" + name + "'", action, ex);
		}
	}

}

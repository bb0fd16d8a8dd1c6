package dev.natsboot.autoconfigure;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.tls.NatsTlsException;
import dev.natsboot.core.tls.TlsContext;
import dev.natsboot.core.tls.TlsDataPort;
import dev.natsboot.core.tls.TlsSettings;
import io.nats.client.Options;
import io.nats.client.Options.HostnameResolveMode;
import io.nats.client.support.NatsUri;
import org.jspecify.annotations.Nullable;

/**
 * Puts the addresses of the servers into the options, and TLS with a check of their
 * names.
 */
final class NatsServersMapper {

	private static final Pattern USER_INFO = Pattern.compile("(?<=://).*@|^(?!.*://).*@", Pattern.DOTALL);

	private static final Pattern NO_PORT = Pattern.compile("(?<=^|://)(?<host>[^:/@\\[]+:)(?!//|\\d+(?:/|$)).*",
			Pattern.DOTALL);

	private final String prefix;

	private final String setting;

	private final NatsConnectionDetails details;

	private final NatsConnectionProperties.Ssl ssl;

	private final boolean tlsRequired;

	NatsServersMapper(String prefix, NatsConnectionDetails details, NatsConnectionProperties.Ssl ssl,
			boolean tlsRequired) {
		this.prefix = prefix;
		this.setting = prefix + ".servers";
		this.details = details;
		this.ssl = ssl;
		this.tlsRequired = tlsRequired;
	}

	void map(Options.Builder builder) {
		List<String> servers = this.details.getServers();
		if (servers.isEmpty()) {
			throw invalid("no server is given", null);
		}
		boolean secure = this.details.getSslBundle() != null || this.ssl.isTlsFirst();
		List<NatsUri> uris = new ArrayList<>();
		for (int i = 0; i < servers.size(); i++) {
			NatsUri uri = parse(servers.get(i), shown(servers, i));
			secure |= uri.isSecure();
			uris.add(uri);
		}
		for (int i = 0; i < servers.size(); i++) {
			check(uris.get(i), secure, shown(servers, i));
		}
		builder.servers(servers.toArray(String[]::new));
		if (secure) {
			builder.sslContext(context());
			builder.dataPortType(TlsDataPort.class.getName());
			// with its default the client hands the certificate's check an address
			builder.hostnameResolveMode(HostnameResolveMode.HappyEyeballs);
		}
		if (this.ssl.isTlsFirst()) {
			builder.tlsFirst();
		}
	}

	/**
	 * Check what the customizers have left: with TLS required, nothing may be sent
	 * without it.
	 */
	void check(Options options) {
		if (!this.tlsRequired) {
			return;
		}
		if (options.getSslContext() == null || !TlsDataPort.class.getName().equals(options.getDataPortType())) {
			throw new NatsConfigurationException(this.prefix + ".ssl.bundle",
					"TLS is required by nats.security.tls.required, but a NatsOptionsCustomizer has taken it away from "
							+ "the options below " + this.prefix,
					"Let the customizer keep the SSL context and the data port, or set nats.security.tls.required to "
							+ "false.");
		}
	}

	private static String shown(List<String> servers, int index) {
		return "URL " + (index + 1) + " of " + servers.size() + ", '" + masked(servers.get(index)) + "', ";
	}

	private NatsUri parse(String server, String shown) {
		try {
			NatsUri uri = new NatsUri(server);
			if (uri.getHost() == null) {
				throw invalid(shown + "has no host", null);
			}
			return uri;
		}
		catch (URISyntaxException ex) {
			// its message would repeat the address, which may hold a password
			throw invalid(shown + "is not valid: " + ex.getReason(), null);
		}
	}

	private void check(NatsUri uri, boolean secure, String shown) {
		if (uri.getScheme().equals("opentls")) {
			throw invalid(shown + "is refused, as 'opentls' trusts any certificate", null);
		}
		boolean plainWebsocket = uri.isWebsocket() && !uri.isSecure();
		if (secure && plainWebsocket) {
			throw invalid(shown + "is refused, as 'ws' sends in plain text although TLS is configured", null);
		}
		if (this.tlsRequired && !secure) {
			String bundle = this.prefix + ".ssl.bundle";
			throw new NatsConfigurationException(plainWebsocket ? this.setting : bundle,
					"TLS is required by nats.security.tls.required, but " + shown
							+ "would be reached in plain text, as " + bundle + " is not set",
					plainWebsocket ? "Use 'wss' in " + this.setting + "." : "Set " + bundle
							+ " to an SSL bundle, or use 'tls' in " + this.setting + " with the JVM's trust store.");
		}
	}

	private TlsContext context() {
		try {
			return TlsContext
				.of(new TlsSettings(this.details::getSslBundle, trustSource(), this.ssl.isVerifyHostname()));
		}
		catch (IllegalStateException ex) {
			throw new NatsConfigurationException(this.prefix + ".ssl.bundle",
					"TLS cannot be made from " + trustSource() + ": " + ex.getMessage(),
					"Correct the certificates and keys of the bundle.", ex);
		}
	}

	/** What certificates come from, for messages. */
	private String trustSource() {
		if (this.details.getSslBundle() == null) {
			return "the JVM's trust store";
		}
		String name = (this.details instanceof PropertiesNatsConnectionDetails properties) ? properties.sslBundleName()
				: null;
		return (name != null) ? "SSL bundle '" + name + "'" : "the SSL bundle of the NatsConnectionDetails";
	}

	/**
	 * Say what to correct when the TLS of a server is refused.
	 */
	NatsConfigurationException refused(String pool, NatsTlsException cause) {
		String setting = this.prefix + ".ssl.bundle";
		return new NatsConfigurationException(setting,
				"The connection '" + pool + "' cannot use TLS with " + trustSource() + ": " + cause.getMessage(),
				"Correct the server's certificate or the host in " + this.setting + ", or what the bundle of " + setting
						+ " trusts, identifies with and allows.",
				cause);
	}

	/**
	 * What can be shown of an address that may not be one: nothing before an '@', and no
	 * port that is not a number, which is a part of a password when that has a comma.
	 */
	private static String masked(String server) {
		return NO_PORT.matcher(USER_INFO.matcher(server).replaceFirst("***@")).replaceFirst("${host}***");
	}

	private NatsConfigurationException invalid(String why, @Nullable Exception cause) {
		return new NatsConfigurationException(this.setting, "The value of " + this.setting + " cannot work: " + why,
				"Set " + this.setting
						+ " to a list of URLs such as nats://host:4222. The allowed schemes are nats, tls,"
						+ " and over a websocket ws and wss.",
				cause);
	}

}

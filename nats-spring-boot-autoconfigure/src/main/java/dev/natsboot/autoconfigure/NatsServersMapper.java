package dev.natsboot.autoconfigure;

import java.net.URISyntaxException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.Options;
import io.nats.client.Options.HostnameResolveMode;
import io.nats.client.support.NatsUri;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Puts the addresses of the servers into the options, and TLS with a check of their
 * names.
 */
final class NatsServersMapper {

	private static final Pattern USER_INFO = Pattern.compile("(?<=://).*@|^(?!.*://).*@", Pattern.DOTALL);

	private static final Pattern NO_PORT = Pattern.compile("(?<=^|://)(?<host>[^:/@\\[]+:)(?!//|\\d+(?:/|$)).*",
			Pattern.DOTALL);

	private final String setting;

	private final NatsConnectionDetails details;

	NatsServersMapper(String prefix, NatsConnectionDetails details) {
		this.setting = prefix + ".servers";
		this.details = details;
	}

	void map(Options.Builder builder) {
		List<String> servers = this.details.getServers();
		if (servers.isEmpty()) {
			throw invalid("no server is given", null);
		}
		SslBundle bundle = this.details.getSslBundle();
		boolean secure = bundle != null;
		for (int i = 0; i < servers.size(); i++) {
			String shown = "URL " + (i + 1) + " of " + servers.size() + ", '" + masked(servers.get(i)) + "', ";
			NatsUri uri = parse(servers.get(i), shown);
			check(uri, bundle != null, shown);
			secure |= uri.isSecure();
		}
		builder.servers(servers.toArray(String[]::new));
		if (secure) {
			builder.sslContext(sslContext(bundle));
			// with its default the client hands the certificate's check an address
			builder.hostnameResolveMode(HostnameResolveMode.HappyEyeballs);
		}
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

	private void check(NatsUri uri, boolean hasBundle, String shown) {
		if (uri.getScheme().equals("opentls")) {
			throw invalid(shown + "is refused, as 'opentls' trusts any certificate", null);
		}
		if (hasBundle && uri.isWebsocket() && !uri.isSecure()) {
			throw invalid(shown + "is refused, as 'ws' sends in plain text although there is an SSL bundle", null);
		}
	}

	private SSLContext sslContext(@Nullable SslBundle bundle) {
		if (bundle != null) {
			return new HostVerifyingSslContext(bundle.createSslContext(), bundle.getOptions());
		}
		try {
			return new HostVerifyingSslContext(SSLContext.getDefault(), null);
		}
		catch (NoSuchAlgorithmException ex) {
			throw invalid("there is no TLS for it", ex);
		}
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

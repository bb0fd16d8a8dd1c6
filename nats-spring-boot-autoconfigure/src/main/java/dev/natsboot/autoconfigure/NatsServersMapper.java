package dev.natsboot.autoconfigure;

import java.net.URISyntaxException;
import java.security.NoSuchAlgorithmException;
import java.util.List;

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
		for (String server : servers) {
			NatsUri uri = parse(server);
			check(uri, bundle != null);
			secure |= uri.isSecure();
		}
		builder.servers(servers.toArray(String[]::new));
		if (secure) {
			builder.sslContext(sslContext(bundle));
			// with its default the client hands the certificate's check an address
			builder.hostnameResolveMode(HostnameResolveMode.HappyEyeballs);
		}
	}

	private NatsUri parse(String server) {
		try {
			NatsUri uri = new NatsUri(server);
			if (uri.getHost() == null) {
				throw invalid("a server has no host", null);
			}
			return uri;
		}
		catch (URISyntaxException ex) {
			// its message would repeat the address, which may hold a password
			throw invalid("a server is not a valid URL: " + ex.getReason(), null);
		}
	}

	private void check(NatsUri uri, boolean hasBundle) {
		if (uri.getScheme().equals("opentls")) {
			throw invalid("'opentls' trusts any certificate", null);
		}
		if (hasBundle && uri.isWebsocket() && !uri.isSecure()) {
			throw invalid("'ws' sends in plain text although there is an SSL bundle", null);
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

	private NatsConfigurationException invalid(String why, @Nullable Exception cause) {
		return new NatsConfigurationException(this.setting, "The value of " + this.setting + " cannot work: " + why,
				"Set " + this.setting + " to a list of URLs such as nats://host:4222, or tls://host:4222"
						+ " (wss://host:443 over a websocket).",
				cause);
	}

}

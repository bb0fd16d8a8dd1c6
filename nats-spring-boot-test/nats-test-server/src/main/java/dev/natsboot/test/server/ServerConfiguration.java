package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.natsboot.test.server.ServerSettings.ClusterSettings;
import dev.natsboot.test.server.ServerSettings.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Writes a server's configuration: what the settings say, then the user's file, then the
 * user's lines. What comes later replaces what came before, per top-level key.
 */
final class ServerConfiguration {

	/**
	 * Keys that decide who may connect. With one of them the system account is the user's
	 * own affair.
	 */
	private static final Set<String> ACCESS_KEYS = Set.of("accounts", "authorization", "operator", "operators",
			"resolver", "system_account", "system", "no_auth_user", "trusted_keys", "trusted");

	private final ServerSettings settings;

	private final Set<String> userKeys;

	ServerConfiguration(ServerSettings settings) throws IOException {
		this.settings = settings;
		Set<String> keys = new HashSet<>(ConfigurationKeys.topLevel(String.join("\n", settings.lines())));
		Path file = settings.file();
		if (file != null) {
			keys.addAll(ConfigurationKeys.topLevel(file));
		}
		this.userKeys = keys;
	}

	/** Whether the user's configuration decides who may connect. */
	boolean hasAccessRules() {
		return this.userKeys.stream().anyMatch(ACCESS_KEYS::contains);
	}

	/** Whether the user's configuration makes clients use TLS. */
	boolean hasTls() {
		return this.userKeys.contains("tls");
	}

	Path write(Path directory, Path store, ServerPorts ports, @Nullable Credentials system) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("server_name: " + quote(this.settings.name()));
		lines.add("listen: \"127.0.0.1:" + ports.client() + "\"");
		lines.add("http: \"127.0.0.1:" + ports.monitor() + "\"");
		lines.add("ports_file_dir: " + quote(directory.toString()));
		lines.add("lame_duck_duration: " + quote(millis(this.settings.lameDuckDuration())));
		lines.add("lame_duck_grace_period: " + quote(millis(this.settings.lameDuckGracePeriod())));
		if (this.settings.debug()) {
			lines.add("debug: true");
		}
		if (this.settings.jetStream()) {
			lines.add("store_dir: " + quote(store.toString()));
			lines.add("jetstream: enabled");
		}
		if (this.settings.webSocket()) {
			lines.add("websocket { listen: \"127.0.0.1:" + ports.webSocket() + "\", no_tls: true }");
		}
		if (system != null) {
			lines.add("accounts { $SYS { users: [ { user: " + quote(system.user()) + ", password: "
					+ quote(system.password()) + " } ] } }");
		}
		if (this.settings.cluster() != null) {
			lines.add(cluster(this.settings.cluster()));
		}
		Path file = this.settings.file();
		if (file != null) {
			// the server resolves includes against the folder of the including file
			lines.add("include " + quote(directory.toRealPath().relativize(file.toRealPath()).toString()));
		}
		lines.addAll(this.settings.lines());
		return Files.writeString(directory.resolve("nats-server.conf"), String.join("\n", lines) + "\n");
	}

	private static String cluster(ClusterSettings cluster) {
		List<String> routes = cluster.routes().stream().map((port) -> "\"nats://127.0.0.1:" + port + "\"").toList();
		return "cluster { name: " + quote(cluster.name()) + ", listen: \"127.0.0.1:" + cluster.port() + "\", routes: ["
				+ String.join(", ", routes) + "] }";
	}

	private static String millis(Duration duration) {
		return String.format(Locale.ROOT, "%dms", duration.toMillis());
	}

	static String quote(String value) {
		return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}

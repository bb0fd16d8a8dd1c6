package dev.natsboot.test.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.natsboot.test.server.ServerSettings.Credentials;
import io.nats.client.support.JsonValue;

/**
 * Faults that need a conversation with the server.
 */
final class ServerFaults {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ServerRunner runner;

	ServerFaults(ServerRunner runner) {
		this.runner = runner;
	}

	List<String> connections() {
		return listed().stream()
			.map((connection) -> Json.text(connection, "name"))
			.filter((name) -> !name.isEmpty() && !name.equals(AdminConnection.NAME))
			.toList();
	}

	void cutConnection(String name) {
		List<Long> ids = idsOf(name);
		if (ids.isEmpty()) {
			throw this.runner.failure("has no connection named '" + name + "' but " + connections(), null);
		}
		Credentials system = this.runner.system();
		if (system == null) {
			throw this.runner
				.failure("has access rules of its own: cutting a connection needs the builder's systemUser", null);
		}
		try (AdminConnection admin = AdminConnection.open(this.runner, system)) {
			for (long id : ids) {
				admin.request("$SYS.REQ.SERVER." + admin.serverId() + ".KICK", "{\"cid\":" + id + "}");
				Waiting.until(TIMEOUT, "the connection '" + name + "' to be gone",
						() -> idsOf(name).contains(id) ? null : true);
			}
		}
		catch (IOException ex) {
			throw this.runner.failure("did not cut the connection '" + name + "': " + ex.getMessage(), ex);
		}
	}

	private List<Long> idsOf(String name) {
		return listed().stream()
			.filter((connection) -> Json.text(connection, "name").equals(name))
			.map((connection) -> Json.number(connection, "cid"))
			.toList();
	}

	private List<JsonValue> listed() {
		try {
			return Json.array(ServerProbe.monitor(this.runner.ports().monitor(), "/connz?limit=10000"), "connections");
		}
		catch (IOException ex) {
			throw this.runner.failure("does not list its connections: " + ex.getMessage(), ex);
		}
	}

}

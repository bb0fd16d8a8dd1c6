package dev.natsboot.core.connection;

import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * A server whose user's password can be changed by a restart on the same port.
 */
final class SwitchingServer implements AutoCloseable {

	private EmbeddedNatsServer server = start(0, "right");

	private static EmbeddedNatsServer start(int port, String password) {
		return EmbeddedNatsServer.builder()
			.port(port)
			.jetStream(false)
			.configuration("authorization { user: app, password: " + password + " }")
			.clientUser("app", password)
			.start();
	}

	String url() {
		return this.server.url();
	}

	void restartWithPassword(String password) {
		int port = this.server.port();
		this.server.close();
		this.server = start(port, password);
	}

	@Override
	public void close() {
		this.server.close();
	}

}

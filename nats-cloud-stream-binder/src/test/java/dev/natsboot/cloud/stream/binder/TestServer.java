package dev.natsboot.cloud.stream.binder;

import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * One server for all tests of this module that do nothing bad to it.
 */
final class TestServer {

	private static final EmbeddedNatsServer SHARED = EmbeddedNatsServer.start();

	private TestServer() {
	}

	static String url() {
		return SHARED.url();
	}

}

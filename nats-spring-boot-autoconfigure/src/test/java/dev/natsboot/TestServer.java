package dev.natsboot;

import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * One server for all tests of this module that do nothing bad to it.
 */
public final class TestServer {

	private static final EmbeddedNatsServer SHARED = EmbeddedNatsServer.start();

	private TestServer() {
	}

	public static String url() {
		return SHARED.url();
	}

}

package dev.natsboot.test.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How one server is to run. Made by the builders.
 */
record ServerSettings(@Nullable Path binary, String name, int port, boolean jetStream, @Nullable Path store,
		@Nullable Path logFile, List<String> lines, @Nullable Path file, boolean webSocket,
		@Nullable Credentials client, @Nullable Credentials system, Duration lameDuckDuration,
		Duration lameDuckGracePeriod, boolean debug, @Nullable ClusterSettings cluster) {

	/** A user name and its password. */
	record Credentials(String user, String password) {

		@Override
		public String toString() {
			return this.user;
		}

	}

	/** A server's place in a cluster: its own port for routes and those of all nodes. */
	record ClusterSettings(String name, int port, List<Integer> routes) {

	}

}

package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ways that use a server which is already on the machine.
 */
final class LocalBinaries {

	private LocalBinaries() {
	}

	/** A server on the PATH. */
	record OnPath(HostEnvironment environment) implements BinarySource {

		@Override
		public String description() {
			return "nats-server on the PATH";
		}

		@Override
		public Path get() throws IOException {
			for (Path directory : this.environment.searchPath()) {
				Path file = directory.resolve("nats-server");
				if (Files.isExecutable(file)) {
					return BinarySource.check(file);
				}
			}
			throw new IOException("none there");
		}

	}

	/** A server that an earlier run has put into the user's cache. */
	record InCache(Path cache) implements BinarySource {

		@Override
		public String description() {
			return "the cache " + this.cache;
		}

		@Override
		public Path get() throws IOException {
			if (!Files.isDirectory(this.cache)) {
				throw new IOException("no such folder");
			}
			try (Stream<Path> files = Files.list(this.cache)) {
				Path newest = files.filter((file) -> versionOf(file).isPresent())
					.max((a, b) -> versionOf(a).orElseThrow().compareTo(versionOf(b).orElseThrow()))
					.orElseThrow(() -> new IOException("no server in it"));
				return BinarySource.check(newest);
			}
		}

		private static Optional<NatsServerVersion> versionOf(Path file) {
			String name = String.valueOf(file.getFileName());
			return name.startsWith("nats-server-") ? NatsServerVersion.find(name) : Optional.empty();
		}

	}

}

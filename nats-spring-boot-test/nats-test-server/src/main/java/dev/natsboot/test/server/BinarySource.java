package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One way to get a {@code nats-server} program.
 */
interface BinarySource {

	/** The way, as it is named in messages. */
	String description();

	/**
	 * Returns a server that is new enough.
	 * @throws IOException if this way gives none; the message says why
	 */
	Path get() throws IOException;

	/**
	 * Checks that a file is a server of a supported version.
	 * @return the file
	 * @throws IOException if it is not; the message says why
	 */
	static Path check(Path file) throws IOException {
		versionOf(file);
		return file;
	}

	/**
	 * Asks a server for its version.
	 * @throws IOException if the file is no server, or an old one; the message says so
	 */
	static NatsServerVersion versionOf(Path file) throws IOException {
		if (!Files.isExecutable(file) || Files.isDirectory(file)) {
			throw new IOException(file + " is not an executable file");
		}
		String text = Commands.run(null, Map.of(), Duration.ofSeconds(20), List.of(file.toString(), "--version"));
		NatsServerVersion version = NatsServerVersion.find(text)
			.orElseThrow(() -> new IOException(file + " does not print a version: " + text));
		if (version.compareTo(NatsServerVersion.MINIMUM) < 0) {
			throw new IOException(
					file + " is version " + version + ", needed is " + NatsServerVersion.MINIMUM + " or newer");
		}
		return version;
	}

}

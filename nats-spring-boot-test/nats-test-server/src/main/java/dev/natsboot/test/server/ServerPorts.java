package dev.natsboot.test.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The ports a server listens on; -1 lets the server choose, 0 means not listening.
 */
record ServerPorts(int client, int monitor, int webSocket) {

	/**
	 * Reads the file in which a server publishes its ports, if it is there yet.
	 * @param directory the folder the server was told to write to
	 * @return the ports, or {@code null} if the file is not complete
	 */
	static @Nullable ServerPorts read(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			Path file = files.filter((candidate) -> candidate.toString().endsWith(".ports")).findFirst().orElse(null);
			String text = (file != null) ? Files.readString(file) : "";
			if (!text.stripTrailing().endsWith("}")) {
				return null;
			}
			JsonValue json = JsonParser.parse(text);
			return new ServerPorts(port(json, "nats"), port(json, "monitoring"), port(json, "websocket"));
		}
	}

	/** Removes what an earlier run has left. */
	static void clear(Path directory) throws IOException {
		Files.createDirectories(directory);
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter((candidate) -> candidate.toString().endsWith(".ports")).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

	private static int port(JsonValue json, String kind) {
		JsonValue urls = (json.map != null) ? json.map.get(kind) : null;
		List<JsonValue> array = (urls != null && urls.array != null) ? urls.array : List.of();
		return array.isEmpty() ? 0 : URI.create(String.valueOf(array.get(0).string)).getPort();
	}

}

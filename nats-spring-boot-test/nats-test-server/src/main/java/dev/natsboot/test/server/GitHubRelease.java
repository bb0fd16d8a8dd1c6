package dev.natsboot.test.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Downloads the server from the project's own release page and checks its SHA-256. The
 * sums are those of the project's official container images; a platform without one needs
 * the variable {@code NATS_SERVER_SHA256}.
 */
record GitHubRelease(BinaryCache cache, HostEnvironment environment) implements BinarySource {

	static final String VERSION = "2.14.5";

	static final String CHECKSUM_VARIABLE = "NATS_SERVER_SHA256";

	private static final Map<String, String> CHECKSUMS = Map.of("linux-amd64",
			"5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355", "linux-arm64",
			"673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c");

	@Override
	public String description() {
		return "the release " + VERSION + " of github.com/nats-io/nats-server";
	}

	@Override
	public Path get() throws IOException {
		String checksum = checksum();
		if (checksum == null) {
			throw new IOException("no checksum is known for " + this.environment.platform() + "; set "
					+ CHECKSUM_VARIABLE + " to the SHA-256 of " + archiveName());
		}
		Path work = this.cache.workDirectory();
		try {
			Path archive = download(work.resolve(archiveName()));
			String actual = sha256(archive);
			if (!actual.equals(checksum)) {
				throw new IOException(archiveName() + " has the SHA-256 " + actual + ", expected is " + checksum);
			}
			Commands.run(work, Map.of(), Duration.ofMinutes(1), List.of("tar", "-xzf", archive.toString()));
			try (Stream<Path> files = Files.find(work, 3,
					(file, attributes) -> attributes.isRegularFile() && file.endsWith("nats-server"))) {
				return this.cache
					.adopt(files.findFirst().orElseThrow(() -> new IOException("no nats-server in the archive")));
			}
		}
		finally {
			Folders.delete(work);
		}
	}

	private @Nullable String checksum() {
		String given = this.environment.variable(CHECKSUM_VARIABLE);
		return (given != null) ? given.toLowerCase(Locale.ROOT) : CHECKSUMS.get(this.environment.platform());
	}

	private String archiveName() {
		return "nats-server-v" + VERSION + "-" + this.environment.platform() + ".tar.gz";
	}

	private Path download(Path target) throws IOException {
		HttpClient client = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NORMAL)
			.connectTimeout(Duration.ofSeconds(10))
			.build();
		URI address = URI
			.create("https://github.com/nats-io/nats-server/releases/download/v" + VERSION + "/" + archiveName());
		try {
			HttpResponse<Path> response = client.send(
					HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).build(),
					HttpResponse.BodyHandlers.ofFile(target));
			if (response.statusCode() != 200) {
				throw new IOException("status " + response.statusCode() + " for " + address);
			}
			return response.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while downloading", ex);
		}
	}

	static String sha256(Path file) throws IOException {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

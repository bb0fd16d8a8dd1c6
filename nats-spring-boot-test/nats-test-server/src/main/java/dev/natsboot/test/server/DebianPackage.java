package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes the server out of the distribution's package {@code nats-server}, suite
 * {@code testing}. The mirror is the one the system already uses; apt checks the
 * signatures with the archive's keyring, so no checksum is needed here. Lists and caches
 * are private: the system's own are not touched, and nothing is installed.
 */
record DebianPackage(BinaryCache cache) implements BinarySource {

	private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

	private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive");

	@Override
	public String description() {
		return "the Debian package nats-server (suite testing)";
	}

	@Override
	public Path get() throws IOException {
		if (!Files.isReadable(KEYRING)) {
			throw new IOException("not a Debian system: no archive keyring");
		}
		Path work = this.cache.workDirectory();
		try {
			return this.cache.adopt(download(work, mirror(work)));
		}
		finally {
			Folders.delete(work);
		}
	}

	private Path download(Path work, String mirror) throws IOException {
		Files.createDirectories(work.resolve("lists/partial"));
		Files.createDirectories(work.resolve("cache/archives/partial"));
		Path sources = Files.writeString(work.resolve("sources.list"),
				"deb [signed-by=" + KEYRING + "] " + mirror + " testing main\n");
		List<String> apt = List.of("apt-get", "-q", "-o", "Dir::Etc::sourcelist=" + sources, "-o",
				"Dir::Etc::sourceparts=/dev/null", "-o", "Dir::State::lists=" + work.resolve("lists"), "-o",
				"Dir::Cache=" + work.resolve("cache"), "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=",
				"-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none");
		run(work, with(apt, "update", "--error-on=any"));
		run(work, with(apt, "download", "nats-server"));
		try (Stream<Path> files = Files.list(work)) {
			Path deb = files.filter((file) -> file.toString().endsWith(".deb"))
				.findFirst()
				.orElseThrow(() -> new IOException("apt-get download left no package"));
			run(work, List.of("dpkg-deb", "-x", deb.toString(), work.resolve("root").toString()));
		}
		try (Stream<Path> files = Files.find(work.resolve("root"), 5, (file, attributes) -> attributes.isRegularFile()
				&& file.endsWith("nats-server") && Files.isExecutable(file))) {
			return files.findFirst().orElseThrow(() -> new IOException("the package has no nats-server in it"));
		}
	}

	private static String mirror(Path work) throws IOException {
		String sites = run(work,
				List.of("apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE)", "Created-By: Packages"));
		return sites.lines()
			.filter((line) -> line.startsWith("Debian "))
			.map((line) -> line.substring("Debian ".length()).strip())
			.filter((site) -> !site.contains("security"))
			.findFirst()
			.orElseThrow(() -> new IOException("apt knows no Debian mirror; has 'apt-get update' been run?"));
	}

	private static List<String> with(List<String> command, String... arguments) {
		List<String> all = new ArrayList<>(command);
		all.addAll(List.of(arguments));
		return all;
	}

	private static String run(Path directory, List<String> command) throws IOException {
		return Commands.run(directory, ENVIRONMENT, Duration.ofMinutes(3), command);
	}

}

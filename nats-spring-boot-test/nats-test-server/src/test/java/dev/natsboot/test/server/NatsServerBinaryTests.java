package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class NatsServerBinaryTests {

	@TempDir
	private Path folder;

	private final Map<String, String> variables = new HashMap<>();

	private final Map<String, String> properties = new HashMap<>(
			Map.of("os.name", "Plan 9", "os.arch", "sparc", "user.home", "/nowhere"));

	private final HostEnvironment environment = new HostEnvironment(this.variables::get, this.properties::get);

	@BeforeEach
	void emptyMachine() {
		this.variables.put("PATH", "");
		this.variables.put("XDG_CACHE_HOME", this.folder.resolve("cache").toString());
	}

	@Test
	void saysWhatWasTriedAndHowToGetOne() {
		List<BinarySource> sources = List.of(new LocalBinaries.OnPath(this.environment),
				new GitHubRelease(new BinaryCache(this.environment.cache()), this.environment));
		assertThatExceptionOfType(NatsServerNotFoundException.class)
			.isThrownBy(() -> new NatsServerBinary(this.environment, (cache) -> sources).locate())
			.withMessageContaining("nats.server.binary or variable NATS_SERVER_BINARY: not set")
			.withMessageContaining("nats-server on the PATH: none there")
			.withMessageContaining("the cache " + this.folder.resolve("cache/nats-spring-boot"))
			.withMessageContaining("no checksum is known for plan-9-sparc; set NATS_SERVER_SHA256")
			.withMessageContaining("brew install nats-server")
			.withMessageContaining("go install github.com/nats-io/nats-server/v2@v" + GitHubRelease.VERSION)
			.withMessageContaining("curl -fsSL");
	}

	@Test
	void explicitPathIsUsedAndTheOnlyWay() throws IOException {
		Path server = fake(this.folder.resolve("mine"), "v2.12.0");
		this.variables.put(NatsServerBinary.VARIABLE, server.toString());
		assertThat(new NatsServerBinary(this.environment).locate()).isEqualTo(server);
		this.properties.put(NatsServerBinary.PROPERTY, this.folder.resolve("missing").toString());
		assertThatExceptionOfType(NatsServerNotFoundException.class)
			.isThrownBy(() -> new NatsServerBinary(this.environment).locate())
			.withMessageContaining("system property nats.server.binary")
			.withMessageContaining("is not an executable file");
	}

	@Test
	void oldServerOnThePathIsPassedOver() throws IOException {
		Path bin = Files.createDirectories(this.folder.resolve("bin"));
		fake(bin.resolve("nats-server"), "v2.9.10");
		this.variables.put("PATH", bin.toString());
		Path cache = Files.createDirectories(this.environment.cache());
		fake(cache.resolve("nats-server-2.11.9"), "v2.11.9");
		Path newest = fake(cache.resolve("nats-server-2.12.1"), "v2.12.1");
		assertThat(new NatsServerBinary(this.environment).locate()).isEqualTo(newest);
		assertThatIOException().isThrownBy(() -> new LocalBinaries.OnPath(this.environment).get())
			.withMessageContaining("2.9.10, needed is 2.11.0 or newer");
	}

	@Test
	void findersAtTheSameTimeFetchOnce() throws Exception {
		AtomicInteger fetched = new AtomicInteger();
		NatsServerBinary finder = new NatsServerBinary(this.environment, (cache) -> List.of(new BinarySource() {

			@Override
			public String description() {
				return "test";
			}

			@Override
			public Path get() throws IOException {
				fetched.incrementAndGet();
				return cache.adopt(fake(cache.workDirectory().resolve("nats-server"), "v2.14.0"));
			}

		}));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<CompletableFuture<Path>> found = Stream
				.generate(() -> CompletableFuture.supplyAsync(finder::locate, threads))
				.limit(4)
				.toList();
			for (CompletableFuture<Path> path : found) {
				assertThat(path.get(30, TimeUnit.SECONDS))
					.isEqualTo(this.environment.cache().resolve("nats-server-2.14.0"));
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(fetched).hasValue(1);
	}

	@Test
	void checksumIsThatOfTheFile() throws IOException {
		assertThat(GitHubRelease.sha256(Files.writeString(this.folder.resolve("abc"), "abc")))
			.isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	}

	private static Path fake(Path file, String version) throws IOException {
		Files.writeString(file, "#!/bin/sh\necho nats-server: " + version + "\n");
		assertThat(file.toFile().setExecutable(true)).isTrue();
		return file;
	}

}

package dev.natsboot.test.server;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the finder knows of the machine: environment variables and system properties.
 */
record HostEnvironment(Function<String, @Nullable String> variables, Function<String, @Nullable String> properties) {

	static HostEnvironment current() {
		return new HostEnvironment(System::getenv, System::getProperty);
	}

	@Nullable String variable(String name) {
		return blankToNull(this.variables.apply(name));
	}

	@Nullable String property(String name) {
		return blankToNull(this.properties.apply(name));
	}

	List<Path> searchPath() {
		String path = variable("PATH");
		return (path != null)
				? Arrays.stream(path.split(File.pathSeparator)).filter((part) -> !part.isBlank()).map(Path::of).toList()
				: List.of();
	}

	/** Where downloaded servers are kept, per user. */
	Path cache() {
		String cache = variable("XDG_CACHE_HOME");
		if (cache != null && Path.of(cache).isAbsolute()) {
			return Path.of(cache, "nats-spring-boot");
		}
		String home = property("user.home");
		return Path.of((home != null) ? home : ".", ".cache", "nats-spring-boot");
	}

	/** The platform as release archives name it, such as {@code linux-amd64}. */
	String platform() {
		String os = lower("os.name");
		String arch = lower("os.arch");
		return (os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os.replace(' ', '-')) + "-"
				+ switch (arch) {
					case "x86_64", "x86-64" -> "amd64";
					case "aarch64" -> "arm64";
					default -> arch;
				};
	}

	private String lower(String property) {
		String value = property(property);
		return (value != null) ? value.toLowerCase(Locale.ROOT) : "unknown";
	}

	private static @Nullable String blankToNull(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

}

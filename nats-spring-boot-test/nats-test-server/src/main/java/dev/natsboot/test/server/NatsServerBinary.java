package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Finds a {@code nats-server} program of version 2.11 or newer. The ways, in this order:
 * <ol>
 * <li>the file named by the system property {@value #PROPERTY} or the environment
 * variable {@value #VARIABLE};</li>
 * <li>{@code nats-server} on the PATH;</li>
 * <li>the user's cache, {@code $XDG_CACHE_HOME/nats-spring-boot} or
 * {@code ~/.cache/nats-spring-boot};</li>
 * <li>the Debian package of the suite {@code testing}, from the mirror the system already
 * uses, unpacked into the cache. Its signature is checked by apt;</li>
 * <li>the project's release on GitHub, checked by a pinned SHA-256, into the cache.</li>
 * </ol>
 * Downloads hold a lock on the cache, so builds that run at once download only once. All
 * methods are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class NatsServerBinary {

	/** The system property with the path of the server to use. */
	public static final String PROPERTY = "nats.server.binary";

	/** The environment variable with the path of the server to use. */
	public static final String VARIABLE = "NATS_SERVER_BINARY";

	private static final ReentrantLock LOCK = new ReentrantLock();

	private static volatile @Nullable Path found;

	private final HostEnvironment environment;

	private final Function<BinaryCache, List<BinarySource>> downloads;

	NatsServerBinary(HostEnvironment environment) {
		this(environment, (cache) -> List.of(new DebianPackage(cache), new GitHubRelease(cache, environment)));
	}

	NatsServerBinary(HostEnvironment environment, Function<BinaryCache, List<BinarySource>> downloads) {
		this.environment = environment;
		this.downloads = downloads;
	}

	/**
	 * Finds a server, downloading one if needed. The result is remembered for the life of
	 * the JVM.
	 * @return the path of the program
	 * @throws NatsServerNotFoundException if no way gives one; the message lists them all
	 */
	public static Path find() {
		Path result = found;
		if (result == null) {
			LOCK.lock();
			try {
				result = found;
				if (result == null) {
					result = new NatsServerBinary(HostEnvironment.current()).locate();
					found = result;
				}
			}
			finally {
				LOCK.unlock();
			}
		}
		return result;
	}

	Path locate() {
		BinaryCache cache = new BinaryCache(this.environment.cache());
		StringBuilder tried = new StringBuilder();
		Path explicit = explicit(tried);
		if (explicit != null) {
			return explicit;
		}
		BinarySource cached = new LocalBinaries.InCache(cache.directory());
		Path local = first(tried, List.of(new LocalBinaries.OnPath(this.environment), cached));
		if (local != null) {
			return local;
		}
		Path fetched = fetch(cache, cached, tried);
		if (fetched != null) {
			return fetched;
		}
		throw new NatsServerNotFoundException(message(tried));
	}

	private @Nullable Path explicit(StringBuilder tried) {
		String property = this.environment.property(PROPERTY);
		String path = (property != null) ? property : this.environment.variable(VARIABLE);
		if (path == null) {
			report(tried, "system property " + PROPERTY + " or variable " + VARIABLE, "not set");
			return null;
		}
		try {
			return BinarySource.check(Path.of(path));
		}
		catch (IOException ex) {
			throw new NatsServerNotFoundException("The server named by "
					+ ((property != null) ? "system property " + PROPERTY : "variable " + VARIABLE)
					+ " cannot be used: " + ex.getMessage());
		}
	}

	private @Nullable Path fetch(BinaryCache cache, BinarySource cached, StringBuilder tried) {
		try {
			return cache.locked((lock) -> {
				// another process may have filled the cache while this one waited
				Path result = first(new StringBuilder(), List.of(cached));
				return (result != null) ? result : first(tried, this.downloads.apply(cache));
			});
		}
		catch (IOException ex) {
			report(tried, "writing to the cache " + cache.directory(), ex.toString());
			return null;
		}
	}

	private static @Nullable Path first(StringBuilder tried, List<BinarySource> sources) {
		for (BinarySource source : sources) {
			try {
				return source.get();
			}
			catch (IOException ex) {
				report(tried, source.description(), (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			}
		}
		return null;
	}

	private static void report(StringBuilder tried, String way, String failure) {
		tried.append("\n  - ").append(way).append(": ").append(failure);
	}

	private String message(StringBuilder tried) {
		String platform = this.environment.platform();
		String archive = "nats-server-v" + GitHubRelease.VERSION + "-" + platform;
		return "No nats-server " + NatsServerVersion.MINIMUM + " or newer was found. Tried, in this order:" + tried
				+ "\nOne of these three commands gets one:" + "\n  brew install nats-server"
				+ "\n  go install github.com/nats-io/nats-server/v2@v" + GitHubRelease.VERSION
				+ " && export PATH=\"$PATH:$(go env GOPATH)/bin\""
				+ "\n  curl -fsSL https://github.com/nats-io/nats-server/releases/download/v" + GitHubRelease.VERSION
				+ "/" + archive + ".tar.gz | tar -xz && export " + VARIABLE + "=\"$PWD/" + archive + "/nats-server\"";
	}

}

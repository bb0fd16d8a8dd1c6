package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The per-user folder of downloaded servers. One process at a time downloads; the others
 * wait and find the result.
 */
record BinaryCache(Path directory) {

	/**
	 * Locks of a file channel are held by the whole JVM, so threads need a lock of their
	 * own.
	 */
	private static final ReentrantLock THREADS = new ReentrantLock();

	/** Runs an action while no other thread or process has the cache. */
	@Nullable Path locked(Action action) throws IOException {
		THREADS.lock();
		try {
			Files.createDirectories(this.directory);
			try (FileChannel channel = FileChannel.open(this.directory.resolve("download.lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				return action.run(lock);
			}
		}
		finally {
			THREADS.unlock();
		}
	}

	/** Moves a checked server into the cache in one step, named by its version. */
	Path adopt(Path binary) throws IOException {
		if (!binary.toFile().setExecutable(true)) {
			throw new IOException(binary + " cannot be made executable");
		}
		NatsServerVersion version = BinarySource.versionOf(binary);
		return Files.move(binary, this.directory.resolve("nats-server-" + version), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * A folder for one download, on the file system of the cache; those of downloads that
	 * were killed are deleted.
	 */
	Path workDirectory() throws IOException {
		try (Stream<Path> entries = Files.list(this.directory)) {
			for (Path left : entries.filter(Files::isDirectory).toList()) {
				Folders.delete(left);
			}
		}
		return Files.createTempDirectory(this.directory, "download-");
	}

	/** What is done under the lock. */
	@FunctionalInterface
	interface Action {

		@Nullable Path run(FileLock lock) throws IOException;

	}

}

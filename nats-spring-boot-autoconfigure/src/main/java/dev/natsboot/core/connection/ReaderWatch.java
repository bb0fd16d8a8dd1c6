package dev.natsboot.core.connection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs a client's reader, and notices when it fails: the client itself does not, and
 * keeps its connection without hearing anything on it.
 */
final class ReaderWatch extends ThreadPoolExecutor {

	private final Consumer<Throwable> failed;

	ReaderWatch(Consumer<Throwable> failed) {
		super(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());
		this.failed = failed;
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-reader-");
		threads.setDaemon(true);
		return threads;
	}

	@Override
	protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
		super.afterExecute(task, thrown);
		Throwable failure = (thrown != null) ? thrown : failure(task);
		if (failure != null) {
			this.failed.accept(failure);
		}
	}

	private static @Nullable Throwable failure(Runnable task) {
		if (!(task instanceof Future<?> future) || !future.isDone()) {
			return null;
		}
		try {
			future.get();
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (CancellationException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

}

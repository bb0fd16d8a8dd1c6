package dev.natsboot.core;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for callbacks. All replies of a connection come through one thread of the
 * client, and all timeouts through one of the JDK: a callback that blocked either would
 * stop everyone, and never see the reply it waits for. So callbacks have threads of their
 * own. While one of them waits for a {@code CompletableFuture}, as a template does for a
 * reply, the pool puts another in its place. Idle threads end.
 */
final class CallbackThreads {

	private static final int LEAST_PARALLELISM = 4;

	private static final int MAX_THREADS = 256;

	private static final int IDLE_SECONDS = 10;

	private CallbackThreads() {
	}

	static Executor create() {
		int parallelism = Math.max(LEAST_PARALLELISM, Runtime.getRuntime().availableProcessors());
		AtomicInteger number = new AtomicInteger();
		return new ForkJoinPool(parallelism, (pool) -> new CallbackThread(pool, number.incrementAndGet()), null, true,
				0, MAX_THREADS, 1, (pool) -> true, IDLE_SECONDS, TimeUnit.SECONDS);
	}

	private static final class CallbackThread extends ForkJoinWorkerThread {

		CallbackThread(ForkJoinPool pool, int number) {
			super(pool);
			setName("nats-callback-" + number);
			setContextClassLoader(CallbackThreads.class.getClassLoader());
		}

	}

}

package dev.natsboot.core;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for callbacks. All replies of a connection come through one thread of the
 * client, and all timeouts through one of the JDK: a callback that blocked either would
 * stop everyone, and never see the reply it waits for. So callbacks have threads of their
 * own, as many as are blocked and one, which end when idle.
 */
final class CallbackThreads {

	private static final int IDLE_SECONDS = 10;

	private CallbackThreads() {
	}

	static Executor create() {
		AtomicInteger number = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "nats-callback-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

}

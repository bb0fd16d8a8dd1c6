package dev.natsboot.test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;

/**
 * Lets a test wait for the listeners of an application, for example for one whose stream
 * the test has just created. Not needed for listeners without a stream if the server was
 * there at the start: an application that has started is subscribed.
 *
 * @since 0.1.0
 */
public final class NatsListenerReadiness {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private NatsListenerReadiness() {
	}

	/**
	 * Waits until all listeners are served that are meant to be: those that are paused,
	 * or not started and not to be started automatically, are left out.
	 * @param registry the application's listeners
	 * @param timeout how long to wait
	 * @throws IllegalStateException if a listener is not served in time; the message
	 * lists each one and what it waits for
	 */
	public static void await(NatsListenerRegistry registry, Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		while (true) {
			List<String> missing = registry.containers()
				.stream()
				.filter(NatsListenerReadiness::isMissing)
				.map(NatsListenerReadiness::describe)
				.toList();
			if (missing.isEmpty()) {
				return;
			}
			if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
				throw new IllegalStateException(
						"Not all listeners are served after " + timeout.toMillis() + " ms: " + missing);
			}
			LockSupport.parkNanos(PAUSE);
		}
	}

	private static boolean isMissing(NatsListenerContainer container) {
		return switch (container.state()) {
			case RUNNING, PAUSED -> false;
			case WAITING, FAILED -> true;
			case STOPPED -> container.isAutoStartup();
		};
	}

	private static String describe(NatsListenerContainer container) {
		String id = "'" + container.description().id() + "' ";
		return id + ((container.state() == ListenerState.WAITING) ? "waits: " + container.waitingFor()
				: "is " + container.state().name().toLowerCase(Locale.ROOT));
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.time.Instant;

import dev.natsboot.core.ListenerDescription;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a listener. Published as an application event.
 *
 * @since 0.1.0
 */
public sealed interface NatsListenerEvent {

	/**
	 * The listener it happened to.
	 * @return the description
	 */
	ListenerDescription listener();

	/**
	 * The listener is served: the server has its subscription. Published again after it
	 * had to wait or was paused.
	 *
	 * @param listener the listener
	 */
	record Started(ListenerDescription listener) implements NatsListenerEvent {
	}

	/**
	 * The listener is not served although it should be.
	 *
	 * @param listener the listener
	 * @param reason why, in a sentence
	 */
	record Waiting(ListenerDescription listener, String reason) implements NatsListenerEvent {
	}

	/**
	 * The watchdog found that nothing came although messages were pending, and asked the
	 * server anew.
	 *
	 * @param listener the listener
	 * @param pending how many messages were pending
	 */
	record Recovered(ListenerDescription listener, long pending) implements NatsListenerEvent {
	}

	/**
	 * The listener is served and has had no message to handle for a while. Published once
	 * for each such while, which begins anew when the listener was not served, and only
	 * where {@code nats.listener.idle-event-after} or the listener's own
	 * {@code idleEventAfter} is set.
	 *
	 * @param listener the listener
	 * @param after how long it has had none
	 */
	record Idle(ListenerDescription listener, Duration after) implements NatsListenerEvent {
	}

	/**
	 * The listener has a message to handle again, after {@link Idle}.
	 *
	 * @param listener the listener
	 */
	record NoLongerIdle(ListenerDescription listener) implements NatsListenerEvent {
	}

	/**
	 * The listener was paused by the application, or its consumer on the server.
	 *
	 * @param listener the listener
	 * @param until when the server delivers again; {@code null} for a pause by the
	 * application, which lasts until it ends it
	 */
	record Paused(ListenerDescription listener, @Nullable Instant until) implements NatsListenerEvent {
	}

	/**
	 * The listener was stopped, and what it had begun is finished or was given back.
	 *
	 * @param listener the listener
	 */
	record Stopped(ListenerDescription listener) implements NatsListenerEvent {
	}

}

package dev.natsboot.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a listener container works, all defaults and overrides merged.
 *
 * @param autoStartup whether it starts with the application
 * @param concurrency how many messages are handled at the same time
 * @param order the order it keeps
 * @param pendingMessages how many messages a core listener may have waiting before new
 * ones are dropped and a slow consumer event is published
 * @param pendingBytes the same in bytes
 * @param maxInFlight how many messages a JetStream listener has fetched and not settled
 * at the most
 * @param ackWait after how long the server delivers an unsettled message again
 * @param maxLease how long a JetStream message is kept from being delivered again while
 * its handler is busy with it
 * @param maxDeliveries how often a message is delivered at the most
 * @param idleEventAfter after how long without a message {@link NatsListenerEvent.Idle}
 * is published; {@code null} for never
 * @param shutdownTimeout how long stopping waits for messages being handled
 * @since 0.1.0
 */
public record ListenerOptions(boolean autoStartup, Concurrency concurrency, ListenerOrder order, long pendingMessages,
		long pendingBytes, int maxInFlight, Duration ackWait, Duration maxLease, int maxDeliveries,
		@Nullable Duration idleEventAfter, Duration shutdownTimeout) {

	/**
	 * The options when nothing is configured.
	 */
	public static final ListenerOptions DEFAULTS = new ListenerOptions(true, new Concurrency(1, 1), ListenerOrder.NONE,
			512 * 1024, 64 * 1024 * 1024, 256, Duration.ofSeconds(30), Duration.ofMinutes(5), 10, null,
			Duration.ofSeconds(30));

}

package dev.natsboot.listener;

import java.time.Duration;

import dev.natsboot.core.ListenerDescription;
import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

/**
 * A listener at a moment. Taken from memory, without asking the server.
 *
 * @param listener the listener
 * @param state the state it is in
 * @param waitingFor why it waits, if it does
 * @param workers how many workers it has; 1 for one that is served by its connection's
 * own thread
 * @param queued how many messages wait for a worker
 * @param deepestLane how many messages wait in the lane that has the most; the same as
 * {@code queued} where there is one lane
 * @param inFlight how many messages are in hand: in handlers and, of a JetStream
 * listener, all that are delivered and not settled
 * @param deadLetters how many messages it has given up as dead letters
 * @param settled how many messages have left it, settled or given up; JetStream only
 * @param settleTime the time from delivery to settlement of all these together
 * @param consumer its consumer as it was last looked at, which is done every few seconds
 * while it is served; {@code null} if it has no durable one or was not looked at yet
 * @since 0.1.0
 */
public record ListenerSnapshot(ListenerDescription listener, ListenerState state, @Nullable String waitingFor,
		int workers, int queued, int deepestLane, int inFlight, long deadLetters, long settled, Duration settleTime,
		@Nullable ConsumerInfo consumer) {

}

package dev.natsboot.listener;

import java.time.Instant;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import dev.natsboot.jetstream.DeliverFrom;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Serves one listener: subscribes or pulls, hands messages to its handler and settles
 * them. A bean of the application context, whose lifecycle it follows: started after the
 * connections and stopped before them. Thread-safe.
 *
 * @since 0.1.0
 */
public interface NatsListenerContainer extends SmartLifecycle {

	/**
	 * The lifecycle phase of listeners: started late, so that what handlers need is
	 * there, and stopped before web servers and connections.
	 */
	int PHASE = Integer.MAX_VALUE - 512;

	/**
	 * The phase of JetStream listeners: they are started after core listeners and stopped
	 * before them, since their handlers may ask what core listeners answer.
	 */
	int CONSUMER_PHASE = PHASE + 1;

	/**
	 * What it listens to.
	 * @return the description; {@link ListenerDescription#id()} is the listener's id
	 */
	ListenerDescription description();

	/**
	 * The state it is in.
	 * @return the state
	 */
	ListenerState state();

	/**
	 * Why a {@link ListenerState#WAITING} listener waits.
	 * @return a sentence, or {@code null} when it does not wait
	 */
	@Nullable String waitingFor();

	/**
	 * The listener at this moment. Asks no server and does not wait.
	 * @return figures for the endpoint and for metrics
	 */
	ListenerSnapshot snapshot();

	/**
	 * Stops handling new messages, and waits for those being handled. A core listener
	 * unsubscribes: what is published meanwhile goes to the other members of its queue
	 * group, if any. A JetStream listener stops pulling and hands back what it has not
	 * begun. Does nothing unless it is started.
	 */
	void pause();

	/**
	 * Has the server deliver nothing from the durable consumer until a time, to no
	 * instance of any application ({@code $JS.API.CONSUMER.PAUSE}). What was delivered
	 * before is still handled. The server remembers it, also when it restarts; a consumer
	 * that is created again meanwhile is paused again. Asks the server.
	 * @param until when the server delivers again; a time that has passed ends the pause
	 * @throws UnsupportedOperationException if this is not a JetStream listener with a
	 * durable consumer, or the server is older than 2.11
	 * @throws ConsumerUnavailableException if the listener is not started, or the server
	 * does not confirm it
	 */
	void pauseUntil(Instant until);

	/**
	 * Until when the server pauses the durable consumer, whoever asked it to. Known from
	 * the server's last answer, which is at most some seconds old.
	 * @return the time, or {@code null} if it does not
	 */
	@Nullable Instant pausedUntil();

	/**
	 * Ends a pause, of this listener and of its consumer on the server. Does nothing
	 * unless it is paused.
	 * @throws ConsumerUnavailableException if the server pauses the consumer and does not
	 * confirm the end of it
	 */
	void resume();

	/**
	 * Has a replay listener read on from another place in its stream, see
	 * {@link ReplayControl#seek}.
	 * @param place the first message to read
	 * @throws UnsupportedOperationException if this is a core listener, or has a durable
	 * consumer
	 */
	void seek(DeliverFrom place);

	@Override
	default int getPhase() {
		return description().isJetStream() ? CONSUMER_PHASE : PHASE;
	}

}

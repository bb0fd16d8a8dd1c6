package dev.natsboot.listener;

import dev.natsboot.core.ListenerDescription;
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
	 * Ends a pause. Does nothing unless it is paused.
	 */
	void resume();

	@Override
	default int getPhase() {
		return description().isJetStream() ? CONSUMER_PHASE : PHASE;
	}

}

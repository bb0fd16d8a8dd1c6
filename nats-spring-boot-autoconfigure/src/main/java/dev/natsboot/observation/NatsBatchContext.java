package dev.natsboot.observation;

import java.util.List;

import dev.natsboot.core.ListenerDescription;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.nats.client.Message;

/**
 * The context of a batch that a listener handles.
 *
 * @since 0.1.0
 */
public class NatsBatchContext extends Observation.Context implements NatsListenerContext {

	private final ListenerDescription listener;

	private final List<Message> messages;

	private final List<? extends ObservationView> received;

	/**
	 * Creates a context.
	 * @param listener the listener
	 * @param messages the messages
	 * @param received what is observed of each of them, and linked to
	 */
	public NatsBatchContext(ListenerDescription listener, List<Message> messages,
			List<? extends ObservationView> received) {
		this.listener = listener;
		this.messages = List.copyOf(messages);
		this.received = List.copyOf(received);
	}

	@Override
	public ListenerDescription listener() {
		return this.listener;
	}

	@Override
	public List<Message> messages() {
		return this.messages;
	}

	@Override
	public String operation() {
		return "process";
	}

	List<? extends ObservationView> received() {
		return this.received;
	}

}

package dev.natsboot.observation;

import java.util.List;

import dev.natsboot.core.ListenerDescription;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * The context of a message that a listener got.
 *
 * @since 0.1.0
 */
public class NatsReceiverContext extends ReceiverContext<Message> implements NatsListenerContext {

	private final ListenerDescription listener;

	private final Message message;

	private final boolean batched;

	/**
	 * Creates a context.
	 * @param listener the listener
	 * @param message the message
	 * @param batched whether it is to be handled together with others
	 */
	public NatsReceiverContext(ListenerDescription listener, Message message, boolean batched) {
		super(NatsReceiverContext::header, Kind.CONSUMER);
		this.listener = listener;
		this.message = message;
		this.batched = batched;
		setCarrier(message);
		setRemoteServiceName("nats");
	}

	@Override
	public ListenerDescription listener() {
		return this.listener;
	}

	@Override
	public List<Message> messages() {
		return List.of(this.message);
	}

	@Override
	public String operation() {
		return this.batched ? "receive" : "process";
	}

	private static @Nullable String header(@Nullable Message message, String key) {
		if (message == null || message.getHeaders() == null) {
			return null;
		}
		List<String> values = message.getHeaders().getIgnoreCase(key);
		return (values == null || values.isEmpty()) ? null : values.get(0);
	}

}

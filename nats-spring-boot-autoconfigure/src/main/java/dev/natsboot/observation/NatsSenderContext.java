package dev.natsboot.observation;

import dev.natsboot.core.OutboundMessage;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * The context of a message that is sent. What is to be propagated goes into its headers.
 *
 * @since 0.1.0
 */
public class NatsSenderContext extends SenderContext<OutboundMessage> {

	private final OutboundMessage message;

	/**
	 * Creates a context.
	 * @param message the message
	 */
	public NatsSenderContext(OutboundMessage message) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.headers().put(key, value);
			}
		}, (message.kind() == OutboundMessage.Kind.REQUEST) ? Kind.CLIENT : Kind.PRODUCER);
		this.message = message;
		setCarrier(message);
		setRemoteServiceName("nats");
	}

	/**
	 * The message.
	 * @return the message as the filters before have left it
	 */
	public OutboundMessage message() {
		return this.message;
	}

}

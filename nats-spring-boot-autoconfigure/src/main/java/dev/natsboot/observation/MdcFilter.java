package dev.natsboot.observation;

import java.util.Set;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.core.Ordered;

/**
 * Puts keys into the mapped diagnostic context while a handler runs, and while something
 * is done about its failure. Without keys it is not in the way of messages. Thread-safe.
 *
 * @since 0.1.0
 */
public class MdcFilter implements InboundFilter, Ordered {

	private final Set<MdcKey> keys;

	/**
	 * Creates a filter.
	 * @param keys the keys; empty for none
	 */
	public MdcFilter(Set<MdcKey> keys) {
		this.keys = Set.copyOf(keys);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 20;
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		if (this.keys.isEmpty()) {
			return next;
		}
		return (message) -> {
			put(listener, message);
			try {
				return next.handle(message);
			}
			finally {
				remove();
			}
		};
	}

	@Override
	public void aroundFailure(ListenerDescription listener, Message message, Runnable handling) {
		put(listener, message);
		try {
			handling.run();
		}
		finally {
			remove();
		}
	}

	private void put(ListenerDescription listener, Message message) {
		for (MdcKey key : this.keys) {
			String value = switch (key) {
				case LISTENER -> listener.id();
				case SUBJECT -> Subjects.of(listener);
				case MESSAGE_ID -> messageId(message);
			};
			if (value != null) {
				MDC.put(key.key(), value);
			}
		}
	}

	private void remove() {
		this.keys.forEach((key) -> MDC.remove(key.key()));
	}

	private static @Nullable String messageId(Message message) {
		String id = (message.getHeaders() != null) ? message.getHeaders().getFirst(NatsJetStreamConstants.MSG_ID_HDR)
				: null;
		if (id != null || !message.isJetStream()) {
			return id;
		}
		NatsJetStreamMetaData metaData = message.metaData();
		return metaData.getStream() + ":" + metaData.streamSequence();
	}

}

package dev.natsboot.listener;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import org.jspecify.annotations.Nullable;

/**
 * A listener as it was declared: what it listens to, its handler, and what it wants
 * different from its factory's options. Immutable.
 *
 * @param description what it listens to
 * @param handler handles its messages; answers requesters itself
 * @param declaredAt where it was declared, for messages to people
 * @param manual whether the handler settles JetStream messages itself, by
 * {@link Acknowledgment#current()}
 * @param autoStartup overrides the factory's, if not {@code null}
 * @param concurrency overrides the factory's, if not {@code null}
 * @param order overrides the factory's, if not {@code null}
 * @param errorHandler overrides the factory's, if not {@code null}
 * @since 0.1.0
 */
public record NatsListenerEndpoint(ListenerDescription description, InboundHandler handler, String declaredAt,
		boolean manual, @Nullable Boolean autoStartup, @Nullable Integer concurrency, @Nullable ListenerOrder order,
		@Nullable ErrorHandler errorHandler) {

	/**
	 * An endpoint that takes all of its factory's options.
	 * @param description what it listens to
	 * @param handler handles its messages
	 */
	public NatsListenerEndpoint(ListenerDescription description, InboundHandler handler) {
		this(description, handler, "listener '" + description.id() + "'", false, null, null, null, null);
	}

	ListenerOptions merge(ListenerOptions defaults) {
		return new ListenerOptions((this.autoStartup != null) ? this.autoStartup : defaults.autoStartup(),
				(this.concurrency != null) ? this.concurrency : defaults.concurrency(),
				(this.order != null) ? this.order : defaults.order(), defaults.pendingMessages(),
				defaults.pendingBytes(), defaults.maxInFlight(), defaults.ackWait(), defaults.maxLease(),
				defaults.maxDeliveries(), defaults.shutdownTimeout());
	}

}

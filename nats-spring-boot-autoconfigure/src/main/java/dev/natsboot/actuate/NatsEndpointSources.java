package dev.natsboot.actuate;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.listener.NatsListenerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint {@code nats} tells about.
 *
 * @param connections the connections
 * @param listeners the listeners, if there can be any
 * @param provisioning the declared streams and consumers, if there can be any
 * @param deadLetters the dead letters, if there can be any
 * @since 0.1.0
 */
public record NatsEndpointSources(NatsConnections connections, @Nullable NatsListenerRegistry listeners,
		@Nullable NatsProvisioning provisioning, @Nullable DeadLetters deadLetters) {

}

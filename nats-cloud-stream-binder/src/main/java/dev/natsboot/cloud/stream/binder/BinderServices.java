package dev.natsboot.cloud.stream.binder;

import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnections;

/**
 * What a binder works with, all of it the library's.
 *
 * @param connections the connections
 * @param operations sends on the connection of a name
 * @param consumers builds containers
 * @param headerMapper maps headers
 * @param listeners knows the consumers of all bindings
 * @param executor runs what may wait
 */
record BinderServices(NatsConnections connections, Function<String, NatsOperations> operations,
		ConsumerFactory consumers, HeaderMapper headerMapper, BinderListeners listeners, Executor executor) {
}

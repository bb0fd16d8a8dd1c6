package dev.natsboot.cloud.stream.binder;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.jetstream.Consumers;
import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one consumer binding: one for each destination and partition.
 * Thread-safe once it is built.
 */
final class BindingContainers {

	private final Supplier<List<NatsListenerContainer>> factory;

	private final NatsConnectionPool pool;

	private final List<NatsConsumerDestination.Source> sources;

	private final Executor executor;

	private volatile List<NatsListenerContainer> containers = List.of();

	/**
	 * Creates it.
	 * @param factory builds the containers
	 * @param pool the connections that they use
	 * @param sources what they listen to
	 * @param executor stops several of them at the same time
	 */
	BindingContainers(Supplier<List<NatsListenerContainer>> factory, NatsConnectionPool pool,
			List<NatsConsumerDestination.Source> sources, Executor executor) {
		this.factory = factory;
		this.pool = pool;
		this.sources = sources;
		this.executor = executor;
	}

	void build() {
		this.containers = this.factory.get();
	}

	List<NatsListenerContainer> all() {
		return this.containers;
	}

	void start() {
		this.containers.forEach(NatsListenerContainer::start);
	}

	void stop() {
		CompletableFuture
			.allOf(this.containers.stream()
				.map((container) -> CompletableFuture.runAsync(container::stop, this.executor))
				.toArray(CompletableFuture[]::new))
			.join();
	}

	/**
	 * Removes what is of no use without this binding.
	 */
	void destroy() {
		for (int i = 0; i < this.containers.size(); i++) {
			NatsConsumerDestination.Source source = this.sources.get(i);
			if (source.ephemeral() && source.consumer() != null) {
				delete(source.subject(), source.stream(), source.consumer());
			}
		}
	}

	private void delete(String subject, @Nullable String stream, String consumer) {
		try {
			Consumers.delete(this.pool.connection(subject), stream, subject, consumer);
		}
		catch (NatsNotConnectedException ex) {
			// the server removes it when nobody has asked for its messages for a while
		}
	}

}

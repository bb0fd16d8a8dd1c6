package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * The consumers of a binder. The framework stops a binder's context, and the connections
 * in it, before the bindings: this stops them before their connections. Thread-safe.
 */
final class BinderListeners implements SmartLifecycle {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Identity, Bound> consumers = new ConcurrentHashMap<>();

	private final List<Lifecycle> stopped = new ArrayList<>();

	private final Executor executor;

	private volatile boolean running;

	/**
	 * Creates it.
	 * @param executor stops several consumers at the same time
	 */
	BinderListeners(Executor executor) {
		this.executor = executor;
	}

	void add(ConsumerDestination destination, Lifecycle consumer, BindingContainers containers) {
		this.consumers.put(new Identity(destination), new Bound(consumer, containers));
	}

	void remove(ConsumerDestination destination) {
		Bound bound = this.consumers.remove(new Identity(destination));
		if (bound != null) {
			bound.containers().destroy();
		}
	}

	private List<Bound> bound() {
		return List.copyOf(this.consumers.values());
	}

	/**
	 * The containers of all bindings.
	 * @return the containers
	 */
	List<NatsListenerContainer> containers() {
		return bound().stream().flatMap((bound) -> bound.containers().all().stream()).toList();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.running = true;
			this.stopped.forEach(Lifecycle::start);
			this.stopped.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			this.running = false;
			List<Lifecycle> stopping = bound().stream().map(Bound::consumer).filter(Lifecycle::isRunning).toList();
			CompletableFuture
				.allOf(stopping.stream()
					.map((consumer) -> CompletableFuture.runAsync(consumer::stop, this.executor))
					.toArray(CompletableFuture[]::new))
				.join();
			this.stopped.addAll(stopping);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return NatsListenerContainer.CONSUMER_PHASE;
	}

	private record Bound(Lifecycle consumer, BindingContainers containers) {
	}

	/**
	 * Two bindings may be of equal destinations.
	 */
	private static final class Identity {

		private final ConsumerDestination destination;

		Identity(ConsumerDestination destination) {
			this.destination = destination;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Identity identity && identity.destination == this.destination;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.destination);
		}

	}

}

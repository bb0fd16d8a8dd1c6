package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.natsboot.core.NatsConfigurationException;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The pools of an application by name, and their start and stop. Started before, and
 * stopped after, all that uses them. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsConnections implements SmartLifecycle, DisposableBean {

	/**
	 * Name of the pool made from the top-level properties.
	 */
	public static final String DEFAULT_NAME = "default";

	/**
	 * The phase in which connections are started. What uses them has a higher one.
	 */
	public static final int PHASE = Integer.MIN_VALUE / 2;

	/** How long closing without draining may take: the client waits for its threads. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, NatsConnectionPool> pools = new LinkedHashMap<>();

	private final ConnectionRuntime runtime;

	private final Duration stopTimeout;

	private volatile boolean running;

	/**
	 * Create the pools. Nothing is connected before the start or the first use.
	 * @param definitions what the pools are made from; names are unique
	 * @param events receives what happens to connections, in order, on one thread
	 * @param stopTimeout how long a stop may take
	 */
	public NatsConnections(List<NatsPoolDefinition> definitions, Consumer<NatsConnectionEvent> events,
			Duration stopTimeout) {
		this.runtime = new ConnectionRuntime(events);
		this.stopTimeout = stopTimeout;
		for (NatsPoolDefinition definition : definitions) {
			NatsConnectionPool pool = new NatsConnectionPool(definition, this.runtime);
			if (this.pools.put(definition.name(), pool) != null) {
				throw new IllegalArgumentException("Two connections are named '" + definition.name() + "'");
			}
		}
	}

	/**
	 * The pool of a name.
	 * @param name the name
	 * @return the pool
	 * @throws NatsConfigurationException if there is none of that name
	 */
	public NatsConnectionPool pool(String name) {
		NatsConnectionPool pool = this.pools.get(name);
		if (pool == null) {
			throw new NatsConfigurationException("nats.connections." + name,
					"There is no NATS connection named '" + name + "'",
					"Use one of " + names() + ", or configure nats.connections." + name + ".servers.");
		}
		return pool;
	}

	/**
	 * All pools.
	 * @return the pools, the default one first
	 */
	public Collection<NatsConnectionPool> pools() {
		return List.copyOf(this.pools.values());
	}

	/**
	 * The names of all pools.
	 * @return the names, the default one first
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.pools.keySet());
	}

	/**
	 * Connect each pool, once, in the caller's thread. What is not reached is tried again
	 * in the background, unless the start policy forbids that.
	 * @throws NatsConfigurationException if a setting cannot work or a server refuses the
	 * credentials
	 */
	@Override
	public void start() {
		this.lock.lock();
		try {
			this.running = true;
			this.runtime.start();
			this.pools.values().forEach(NatsConnectionPool::start);
		}
		catch (RuntimeException ex) {
			shutdown(Duration.ZERO);
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Drain and close all connections at the same time, within the time given.
	 */
	@Override
	public void stop() {
		this.lock.lock();
		try {
			shutdown(this.stopTimeout);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.runtime.workers().execute(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	private void shutdown(Duration timeout) {
		this.running = false;
		this.runtime.stop();
		Duration limit = (timeout.compareTo(CLOSE_TIMEOUT) > 0) ? timeout : CLOSE_TIMEOUT;
		CompletableFuture<?>[] stops = this.pools.values()
			.stream()
			.map((pool) -> CompletableFuture.runAsync(() -> pool.stop(timeout), this.runtime.workers()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(stops).completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS).join();
		this.runtime.awaitDelivery(timeout);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Close what was connected without a start, or when the start of the application
	 * failed.
	 */
	@Override
	public void destroy() {
		stop();
	}

}

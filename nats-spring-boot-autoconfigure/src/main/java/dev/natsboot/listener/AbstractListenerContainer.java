package dev.natsboot.listener;

import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.connection.ConnectionObserver;
import dev.natsboot.core.connection.NatsConnectionPool;
import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * The life of a container: its states, the connection it follows, its events. What it
 * does with a connection is up to the two kinds of container.
 */
abstract class AbstractListenerContainer implements NatsListenerContainer, ConnectionObserver {

	final LogAccessor logger = new LogAccessor(getClass());

	final NatsListenerEndpoint endpoint;

	final ListenerOptions options;

	final InboundHandler handler;

	final ListenerServices services;

	private final NatsConnectionPool pool;

	private final ReentrantLock lifecycle = new ReentrantLock();

	private volatile ListenerState state = ListenerState.STOPPED;

	private volatile @Nullable String waitingFor;

	private volatile @Nullable Connection connection;

	private NatsConnectionPool.@Nullable Registration registration;

	AbstractListenerContainer(NatsListenerEndpoint endpoint, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		this.endpoint = endpoint;
		this.options = options;
		this.pool = pool;
		this.services = services;
		this.handler = services.filtered(endpoint);
	}

	/**
	 * Begins to serve on a connection: returns once the server has the subscription, and
	 * then calls {@link #served()}; or calls {@link #waiting}.
	 * @param on the connection
	 */
	abstract void serve(Connection on);

	/**
	 * Ends to serve: takes no more messages, finishes those begun.
	 * @param deadline when to give up waiting for them
	 */
	abstract void finish(Deadline deadline);

	@Override
	public ListenerDescription description() {
		return this.endpoint.description();
	}

	@Override
	public ListenerState state() {
		return this.state;
	}

	@Override
	public @Nullable String waitingFor() {
		return this.waitingFor;
	}

	@Override
	public boolean isAutoStartup() {
		return this.options.autoStartup();
	}

	@Override
	public boolean isRunning() {
		return this.state != ListenerState.STOPPED;
	}

	@Override
	public void start() {
		NatsConnectionPool.Registration opened;
		this.lifecycle.lock();
		try {
			if (isRunning()) {
				return;
			}
			this.state = ListenerState.WAITING;
			this.waitingFor = "connection '" + this.pool.name() + "'";
			opened = this.pool.follow(description().id(), this);
			this.registration = opened;
		}
		finally {
			this.lifecycle.unlock();
		}
		if (this.state == ListenerState.WAITING && this.connection == null) {
			waiting("connection '" + this.pool.name() + "' is not there yet");
		}
	}

	@Override
	public void stop() {
		NatsConnectionPool.Registration closing;
		this.lifecycle.lock();
		try {
			if (!isRunning()) {
				return;
			}
			this.state = ListenerState.STOPPED;
			this.waitingFor = null;
			closing = this.registration;
			this.registration = null;
		}
		finally {
			this.lifecycle.unlock();
		}
		if (closing != null) {
			closing.close();
		}
		finish(Deadline.in(this.options.shutdownTimeout()));
		this.connection = null;
		this.logger.info(() -> "Listener '" + description().id() + "' stopped");
		this.services.publish(new NatsListenerEvent.Stopped(description()));
	}

	@Override
	public void stop(Runnable callback) {
		this.services.execute(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public void pause() {
		this.lifecycle.lock();
		try {
			if (this.state == ListenerState.STOPPED || this.state == ListenerState.PAUSED) {
				return;
			}
			this.state = ListenerState.PAUSED;
			this.waitingFor = null;
		}
		finally {
			this.lifecycle.unlock();
		}
		finish(Deadline.in(this.options.shutdownTimeout()));
		this.logger.info(() -> "Listener '" + description().id() + "' paused");
		this.services.publish(new NatsListenerEvent.Paused(description()));
	}

	@Override
	public void resume() {
		Connection current;
		this.lifecycle.lock();
		try {
			if (this.state != ListenerState.PAUSED) {
				return;
			}
			this.state = ListenerState.WAITING;
			this.waitingFor = "connection '" + this.pool.name() + "'";
			current = this.connection;
			if (current != null) {
				serve(current);
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public void connected(Connection on) {
		this.lifecycle.lock();
		try {
			this.connection = on;
			if (this.state == ListenerState.WAITING || this.state == ListenerState.RUNNING) {
				serve(on);
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public void disconnected(Connection on) {
		if (this.state == ListenerState.RUNNING && on == this.connection) {
			waiting("connection '" + this.pool.name() + "' has lost its server");
		}
	}

	final @Nullable Connection connection() {
		return this.connection;
	}

	final void served() {
		this.lifecycle.lock();
		try {
			if (this.state != ListenerState.WAITING) {
				return;
			}
			this.state = ListenerState.RUNNING;
			this.waitingFor = null;
		}
		finally {
			this.lifecycle.unlock();
		}
		this.logger.info(() -> "Listener '" + description().id() + "' is served: " + listensTo());
		this.services.publish(new NatsListenerEvent.Started(description()));
	}

	final void waiting(String reason) {
		this.lifecycle.lock();
		try {
			if (this.state == ListenerState.STOPPED || this.state == ListenerState.PAUSED
					|| reason.equals(this.waitingFor)) {
				return;
			}
			this.state = ListenerState.WAITING;
			this.waitingFor = reason;
		}
		finally {
			this.lifecycle.unlock();
		}
		this.logger.warn(() -> "Listener '" + description().id() + "' waits: " + reason);
		this.services.publish(new NatsListenerEvent.Waiting(description(), reason));
	}

	private String listensTo() {
		ListenerDescription description = description();
		StringBuilder text = new StringBuilder("subjects ").append(description.subjects());
		if (description.queue() != null) {
			text.append(", queue group '").append(description.queue()).append('\'');
		}
		if (description.durable() != null) {
			text.append(", durable consumer '").append(description.durable()).append('\'');
		}
		return text.toString();
	}

}

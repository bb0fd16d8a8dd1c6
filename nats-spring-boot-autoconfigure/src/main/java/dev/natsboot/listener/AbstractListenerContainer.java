package dev.natsboot.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.connection.ConnectionObserver;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.deadletter.DeadLetterWriter;
import dev.natsboot.jetstream.DeliverFrom;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
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

	private final @Nullable IdleWatch idle;

	private final NatsConnectionPool pool;

	private final ReentrantLock lifecycle = new ReentrantLock();

	/** Held while the listener ends or pauses: it does not begin again before that. */
	private final ReentrantLock ending = new ReentrantLock();

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
		InboundHandler filtered = services.filtered(endpoint, options);
		Duration after = options.idleEventAfter();
		this.idle = (after != null) ? new IdleWatch(endpoint.description(), after, services) : null;
		this.handler = (this.idle != null) ? this.idle.watch(filtered) : filtered;
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
		ListenerState own = this.state;
		return (own == ListenerState.RUNNING && pausedUntil() != null) ? ListenerState.PAUSED : own;
	}

	/**
	 * Whether it was paused by {@link #pause()}.
	 */
	final boolean isPausedHere() {
		return this.state == ListenerState.PAUSED;
	}

	@Override
	public void pauseUntil(Instant until) {
		throw new UnsupportedOperationException(
				"Listener '" + description().id() + "' has no durable consumer that the server could pause");
	}

	@Override
	public void seek(DeliverFrom place) {
		throw new UnsupportedOperationException("Listener '" + description().id()
				+ "' is no replay listener: only one with 'deliver' and no 'durable' can seek");
	}

	@Override
	public @Nullable Instant pausedUntil() {
		return null;
	}

	@Override
	public @Nullable String waitingFor() {
		return this.waitingFor;
	}

	/**
	 * A snapshot with what all kinds of listener have.
	 */
	final ListenerSnapshot snapshot(@Nullable Workers<?> workers, int inFlight, @Nullable Deliveries deliveries,
			@Nullable ConsumerInfo consumer) {
		boolean busy = this.state == ListenerState.RUNNING || this.state == ListenerState.WAITING;
		DeadLetterWriter writer = this.services.deadLetters();
		return new ListenerSnapshot(description(), this.state, this.waitingFor,
				(workers != null) ? workers.count() : (busy ? 1 : 0), (workers != null) ? workers.queued() : 0,
				(workers != null) ? workers.deepestLane() : 0, inFlight, (writer != null) ? writer.written() : 0,
				(deliveries != null) ? deliveries.settled() : 0,
				(deliveries != null) ? deliveries.settleTime() : Duration.ZERO, consumer);
	}

	@Override
	public boolean isAutoStartup() {
		return this.options.autoStartup();
	}

	@Override
	public boolean isRunning() {
		return this.state != ListenerState.STOPPED && this.state != ListenerState.FAILED;
	}

	@Override
	public void start() {
		this.ending.lock();
		this.lifecycle.lock();
		try {
			if (isRunning()) {
				return;
			}
			this.state = ListenerState.WAITING;
			this.waitingFor = "connection '" + this.pool.name() + "'";
		}
		finally {
			this.lifecycle.unlock();
			this.ending.unlock();
		}
		// not under the lock, which the pool's own threads take while they hold theirs
		NatsConnectionPool.Registration opened = this.pool.follow(description().id(), this);
		boolean stoppedMeanwhile;
		this.lifecycle.lock();
		try {
			stoppedMeanwhile = !isRunning();
			if (!stoppedMeanwhile) {
				this.registration = opened;
			}
		}
		finally {
			this.lifecycle.unlock();
		}
		if (stoppedMeanwhile) {
			opened.close();
		}
		else if (this.connection == null) {
			waiting("connection '" + this.pool.name() + "' is not there yet");
		}
	}

	@Override
	public void stop() {
		end(ListenerState.STOPPED);
	}

	/**
	 * Stops because the error handler said so.
	 */
	final void fail() {
		this.logger.error(() -> "Listener '" + description().id() + "' is stopped by its error handler");
		this.services.execute(() -> end(ListenerState.FAILED));
	}

	private void end(ListenerState as) {
		this.ending.lock();
		try {
			endNow(as);
		}
		finally {
			this.ending.unlock();
		}
	}

	private void endNow(ListenerState as) {
		NatsConnectionPool.Registration closing;
		this.lifecycle.lock();
		try {
			if (!isRunning()) {
				return;
			}
			this.state = as;
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
		this.ending.lock();
		try {
			pauseNow();
		}
		finally {
			this.ending.unlock();
		}
	}

	private void pauseNow() {
		this.lifecycle.lock();
		try {
			if (!isRunning() || this.state == ListenerState.PAUSED) {
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
		this.services.publish(new NatsListenerEvent.Paused(description(), null));
	}

	@Override
	public void resume() {
		Connection current;
		this.ending.lock();
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
			this.ending.unlock();
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

	@Override
	public void serverError(Connection on, String error) {
		String lower = error.toLowerCase(Locale.ROOT);
		for (String subject : description().subjects()) {
			if (lower
				.contains("permissions violation for subscription to \"" + subject.toLowerCase(Locale.ROOT) + '"')) {
				waiting("the user has no permission to subscribe to '" + subject + "'");
			}
		}
	}

	final @Nullable Connection connection() {
		return this.connection;
	}

	/**
	 * Looks whether the listener is idle, if that is to be told. Called periodically.
	 */
	final void watchIdle() {
		if (this.idle != null) {
			this.idle.tick(state() == ListenerState.RUNNING);
		}
	}

	final void served() {
		this.lifecycle.lock();
		try {
			if (this.state != ListenerState.WAITING) {
				return;
			}
			if (this.idle != null) {
				this.idle.begin();
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
			if (!isRunning() || this.state == ListenerState.PAUSED || reason.equals(this.waitingFor)) {
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

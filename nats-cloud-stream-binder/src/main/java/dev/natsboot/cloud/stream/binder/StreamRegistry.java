package dev.natsboot.cloud.stream.binder;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.core.connection.ConnectionObserver;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.jetstream.Provisioned;
import dev.natsboot.jetstream.ProvisioningPolicy;
import dev.natsboot.jetstream.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.provisioning.ProvisioningException;
import org.springframework.core.log.LogAccessor;

/**
 * Finds the streams of destinations, or has the library create them. What was found is
 * remembered, so that binding the same destination again asks no server. When there is no
 * server yet, it is done when there is one. Thread-safe.
 */
final class StreamRegistry {

	private static final LogAccessor logger = new LogAccessor(StreamRegistry.class);

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int STREAM_NOT_FOUND = 10059;

	private static final int MAX_REMEMBERED = 10_000;

	private final NatsConnections connections;

	private final Executor executor;

	private final Map<String, String> found = new ConcurrentHashMap<>();

	private final List<NatsProvisioning> created = new CopyOnWriteArrayList<>();

	private final List<NatsConnectionPool.Registration> waiting = new CopyOnWriteArrayList<>();

	/**
	 * Creates it.
	 * @param connections the connections
	 * @param executor does what has to wait for a server
	 */
	StreamRegistry(NatsConnections connections, Executor executor) {
		this.connections = connections;
		this.executor = executor;
	}

	/**
	 * Has something done on a connection: now if it has a server, else when it has.
	 * @param connection the connection's name
	 * @param who for whom, for messages
	 * @param task what is done
	 */
	void whenConnected(String connection, String who, Consumer<Connection> task) {
		NatsConnectionPool pool = this.connections.pool(connection);
		Connection now = connected(pool);
		if (now != null) {
			task.accept(now);
			return;
		}
		logger.warn(() -> who + " waits for connection '" + connection + "', which has no server yet");
		this.waiting.add(pool.follow("nats.binder." + who, new Later(who, task)));
	}

	private static @Nullable Connection connected(NatsConnectionPool pool) {
		try {
			Connection connection = pool.connection("");
			return (connection.getStatus() == Connection.Status.CONNECTED) ? connection : null;
		}
		catch (NatsNotConnectedException ex) {
			return null;
		}
	}

	/**
	 * The stream of a destination, created if there is none.
	 * @param on the connection
	 * @param wanted what is wanted
	 * @return the stream's name
	 * @throws NatsConfigurationException if it can never be had
	 * @throws ProvisioningException if it cannot be had just now
	 */
	String obtain(Connection on, WantedStream wanted) {
		String key = wanted.key();
		String known = this.found.get(key);
		if (known != null) {
			return known;
		}
		String stream = find(on, wanted);
		if (stream == null) {
			stream = create(wanted);
		}
		if (this.found.size() < MAX_REMEMBERED) {
			this.found.put(key, stream);
		}
		return stream;
	}

	private @Nullable String find(Connection on, WantedStream wanted) {
		List<String> streams = call(() -> on.jetStreamManagement().getStreamNames(wanted.subject()), wanted);
		if (wanted.name() != null) {
			if (streams.contains(wanted.name())) {
				return wanted.name();
			}
			if (exists(on, wanted.name(), wanted)) {
				throw wanted.wrong(
						"Stream '" + wanted.name() + "' does not take the subject '" + wanted.subject() + "'",
						"Add the subject to the stream, or name another one.");
			}
			return null;
		}
		if (streams.size() > 1) {
			throw wanted.wrong("The subject '" + wanted.subject() + "' is in several streams: " + streams,
					"Name one of them by 'stream.name'.");
		}
		return streams.isEmpty() ? null : streams.get(0);
	}

	private static boolean exists(Connection on, String stream, WantedStream wanted) {
		return call(() -> {
			try {
				on.jetStreamManagement().getStreamInfo(stream);
				return true;
			}
			catch (JetStreamApiException ex) {
				if (ex.getApiErrorCode() == STREAM_NOT_FOUND) {
					return false;
				}
				throw ex;
			}
		}, wanted);
	}

	private String create(WantedStream wanted) {
		if (!wanted.settings().isCreate()) {
			throw wanted.wrong("No stream takes the subject '" + wanted.subject() + "'",
					"Create one, declare it under nats.jetstream.streams, or set 'stream.create' to true.");
		}
		StreamDeclaration declaration = wanted.toDeclaration();
		NatsProvisioning provisioning = new NatsProvisioning(this.connections, List.of(declaration), List.of(),
				ProvisioningPolicy.CREATE, TIMEOUT);
		provisioning.start();
		Provisioned result = provisioning.results().get(0);
		if (result.state() == Provisioned.State.PENDING) {
			provisioning.stop();
			throw new ProvisioningException(String.valueOf(result.message()));
		}
		this.created.add(provisioning);
		return declaration.stream();
	}

	/**
	 * Calls the JetStream API.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param wanted for what, for messages
	 * @return what the server answered
	 */
	static <T> T call(Call<T> call, WantedStream wanted) {
		try {
			return call.call();
		}
		catch (JetStreamApiException ex) {
			throw new ProvisioningException("JetStream refuses " + wanted.declaredAt() + ": " + ex.getMessage(), ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw new ProvisioningException("JetStream does not answer for " + wanted.declaredAt()
					+ ": it is not enabled, the user has no permission for its API ($JS.API.>), or it has no leader "
					+ "just now", ex);
		}
	}

	/**
	 * Stops looking after the streams that it created.
	 */
	void close() {
		List<NatsConnectionPool.Registration> ending = new ArrayList<>(this.waiting);
		this.waiting.clear();
		ending.forEach(NatsConnectionPool.Registration::close);
		this.created.forEach(NatsProvisioning::stop);
		this.created.clear();
		this.found.clear();
	}

	/**
	 * A call of the JetStream API.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Call<T> {

		/**
		 * Calls it, by {@link JetStreamManagement}.
		 */
		T call() throws IOException, JetStreamApiException;

	}

	/**
	 * Does something once, when there is a server.
	 */
	private final class Later implements ConnectionObserver {

		private final String who;

		private final Consumer<Connection> task;

		private final CompletableFuture<Boolean> begun = new CompletableFuture<>();

		Later(String who, Consumer<Connection> task) {
			this.who = who;
			this.task = task;
		}

		@Override
		public void connected(Connection on) {
			attempt(on);
		}

		@Override
		public void reconnected(Connection on) {
			attempt(on);
		}

		private void attempt(Connection on) {
			if (on.getStatus() != Connection.Status.CONNECTED || !this.begun.complete(true)) {
				return;
			}
			StreamRegistry.this.executor.execute(() -> run(on));
		}

		private void run(Connection on) {
			try {
				this.task.accept(on);
			}
			catch (ProvisioningException ex) {
				logger.warn(() -> this.who + " is tried again: " + ex.getMessage());
				CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS, StreamRegistry.this.executor)
					.execute(() -> run(on));
			}
			catch (RuntimeException ex) {
				logger.error(ex, () -> this.who + " cannot be had as it is configured");
			}
		}

	}

}

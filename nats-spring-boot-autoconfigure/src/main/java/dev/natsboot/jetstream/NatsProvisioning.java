package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogAccessor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Provisions the streams and consumers that an application declares, before listeners and
 * all else that uses them start. What a server that is away cannot do is done when it is
 * back. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsProvisioning implements SmartLifecycle {

	/**
	 * The phase in which streams and consumers are provisioned: just after connections
	 * are started.
	 */
	public static final int PHASE = NatsConnections.PHASE + 1024;

	private static final LogAccessor logger = new LogAccessor(NatsProvisioning.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final NatsConnections connections;

	private final Map<String, List<Declaration>> declarations = new LinkedHashMap<>();

	private final ProvisioningPolicy policy;

	private final Duration timeout;

	private final List<NatsConnectionPool.Registration> registrations = new ArrayList<>();

	private volatile List<ConnectionProvisioning> current = List.of();

	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Creates it. No server is asked before the start.
	 * @param connections the connections
	 * @param streams the streams that are declared
	 * @param consumers the consumers that are declared
	 * @param policy what is done about those that do not say
	 * @param timeout how long the start waits for a server that was reached
	 * @throws NatsConfigurationException if two declarations are for the same thing, or
	 * there is no connection of that name
	 */
	public NatsProvisioning(NatsConnections connections, List<StreamDeclaration> streams,
			List<DurableDeclaration> consumers, ProvisioningPolicy policy, Duration timeout) {
		this.connections = connections;
		this.policy = policy;
		this.timeout = timeout;
		Set<String> unique = new HashSet<>();
		streams.forEach((stream) -> add(stream, unique));
		consumers.forEach((consumer) -> add(consumer, unique));
	}

	private void add(Declaration declaration, Set<String> unique) {
		if (!this.connections.names().contains(declaration.connection())) {
			String setting = declaration.setting("connection");
			throw new NatsConfigurationException(setting,
					"There is no connection '" + declaration.connection() + "' for " + declaration,
					"Write one of " + this.connections.names() + " as " + setting + ".");
		}
		if (!unique.add(declaration.connection() + ": " + declaration)) {
			throw new NatsConfigurationException(declaration.declaredAt(),
					"Two declarations are for " + declaration + " on connection '" + declaration.connection() + "'",
					"Remove one of them, which may be a bean.");
		}
		this.declarations.computeIfAbsent(declaration.connection(), (name) -> new ArrayList<>()).add(declaration);
	}

	/**
	 * How each declared stream and consumer stands. Asks no server.
	 * @return one for each declaration: by connection, streams first
	 */
	public List<Provisioned> results() {
		return this.current.stream().flatMap((provisioning) -> provisioning.results().stream()).toList();
	}

	/**
	 * Looks again at what is declared for a connection, in the background: something is
	 * missing there. What it finds missing is treated by its policy; nothing else is
	 * changed.
	 * @param connection the connection's name
	 */
	public void lookAgain(String connection) {
		this.current.stream()
			.filter((provisioning) -> provisioning.connectionName().equals(connection))
			.forEach(ConnectionProvisioning::lookAgain);
	}

	/**
	 * Provisions by each connection that has a server, and waits for it for a bounded
	 * time. Others follow in the background.
	 * @throws NatsConfigurationException if something can never be had as it is declared
	 */
	@Override
	public void start() {
		List<ConnectionProvisioning> started;
		this.lock.lock();
		try {
			if (this.executor != null || this.declarations.isEmpty()) {
				return;
			}
			this.executor = executor();
			started = open(this.executor);
			this.current = started;
		}
		finally {
			this.lock.unlock();
		}
		try {
			long end = System.nanoTime() + this.timeout.toNanos();
			for (ConnectionProvisioning provisioning : started) {
				await(provisioning, end - System.nanoTime());
			}
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private List<ConnectionProvisioning> open(ScheduledThreadPoolExecutor executor) {
		List<ConnectionProvisioning> opened = new ArrayList<>();
		this.declarations.forEach((connection, declared) -> {
			ConnectionProvisioning provisioning = new ConnectionProvisioning(List.copyOf(declared), this.policy,
					executor);
			opened.add(provisioning);
			this.registrations.add(this.connections.pool(connection).follow("nats.provisioning", provisioning));
		});
		return opened;
	}

	private void await(ConnectionProvisioning provisioning, long nanos) {
		CompletableFuture<@Nullable Void> first = provisioning.first();
		try {
			if (provisioning.isConnected()) {
				first.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
			}
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			logger.warn(() -> "Streams and consumers are not provisioned within " + this.timeout.toMillis()
					+ " ms; the start goes on without them");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		// what fails from now on is logged
		first.complete(null);
	}

	private ScheduledThreadPoolExecutor executor() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("nats-provisioning-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(this.declarations.size(),
				threads::createThread);
		created.setKeepAliveTime(5, TimeUnit.SECONDS);
		created.allowCoreThreadTimeOut(true);
		return created;
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			this.registrations.forEach(NatsConnectionPool.Registration::close);
			this.registrations.clear();
			if (this.executor != null) {
				this.executor.shutdownNow();
				this.executor = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.executor != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}

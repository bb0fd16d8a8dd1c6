package dev.natsboot.core.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.core.connection.ConnectionSnapshot.State;
import dev.natsboot.core.tls.NatsTlsException;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A named pool of connections, each shared by many threads. A subject stays with its
 * connection while the pool is stable, so that messages of one subject keep their order.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsConnectionPool {

	private static final Duration RETIRE_DELAY = Duration.ofSeconds(1);

	private static final Duration RETIRE_TIMEOUT = Duration.ofSeconds(10);

	private final ReentrantLock lifecycleLock = new ReentrantLock();

	private final ReentrantLock slotsLock = new ReentrantLock();

	private final NatsPoolDefinition definition;

	private final ConnectionRuntime runtime;

	private final AtomicLong grown = new AtomicLong();

	private final AtomicLong retired = new AtomicLong();

	private final Queue<ConnectionSlot> retiring = new ConcurrentLinkedQueue<>();

	private volatile PoolRing ring = PoolRing.EMPTY;

	private volatile ConnectionSlot[] slots;

	private volatile @Nullable PoolMaintenance maintenance;

	private volatile boolean stopped;

	NatsConnectionPool(NatsPoolDefinition definition, ConnectionRuntime runtime) {
		this.definition = definition;
		this.runtime = runtime;
		this.slots = new ConnectionSlot[definition.settings().minSize()];
		Arrays.setAll(this.slots, this::newSlot);
	}

	private ConnectionSlot newSlot(int index) {
		return new ConnectionSlot(index, this.definition, this.runtime, this::refresh);
	}

	/**
	 * The name of the pool.
	 * @return the name, such as {@value NatsConnections#DEFAULT_NAME}
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Whether a message could be sent to a server now: at least one connection has one.
	 * @return {@code true} if so
	 */
	public boolean isConnected() {
		return Stream.of(this.slots).anyMatch((slot) -> slot.state() == State.CONNECTED);
	}

	/**
	 * The connection for a subject. While a server is lost, the connection buffers what
	 * is published, up to its reconnect buffer. A pool that was not started yet is
	 * started by this.
	 * @param subject the subject that is published to, or the key of what is kept in
	 * order
	 * @return a connection that the caller must not close
	 * @throws NatsNotConnectedException if no server was reached yet, or the pool is
	 * stopped
	 */
	public Connection connection(String subject) {
		PoolRing ring = this.ring;
		Connection connection = ring.single;
		if (connection != null) {
			return connection;
		}
		connection = ring.choose(subject);
		return (connection != null) ? connection : firstConnection(subject);
	}

	private Connection firstConnection(String subject) {
		if (!this.stopped && this.maintenance == null) {
			start(false);
		}
		Connection connection = this.ring.choose(subject);
		if (connection == null) {
			throw new NatsNotConnectedException("The NATS connection '" + name() + "' "
					+ (this.stopped ? "is stopped" : "has not reached a server yet"));
		}
		return connection;
	}

	/**
	 * Follow one of the connections that are always there.
	 * <p>
	 * When it is connected, {@link ConnectionObserver#connected} is called in the
	 * caller's thread before this method returns, and what it throws is thrown here.
	 * Otherwise it is called when there is a client. It is called again with each client
	 * that takes the place of another; {@link ConnectionObserver#reconnected} is called
	 * once a client has a server again and its subscriptions are restored.
	 * @param key chooses the connection: the same key is always on the same one
	 * @param observer what is called
	 * @return ends the following; a call that is under way may still end after it
	 */
	public Registration follow(String key, ConnectionObserver observer) {
		return this.slots[PoolRing.choose(key, this.definition.settings().minSize())].follow(observer);
	}

	/**
	 * The pool at this moment. Asks no server and does not wait.
	 * @return figures for health and metrics
	 */
	public PoolSnapshot snapshot() {
		ConnectionSlot[] slots = this.slots;
		int inUse = (int) Stream.of(slots).filter((slot) -> slot.traffic().isBusy()).count();
		List<ConnectionSnapshot> connections = Stream.of(slots).map(ConnectionSlot::snapshot).toList();
		return new PoolSnapshot(name(), this.definition.settings().minSize(), this.definition.settings().maxSize(),
				inUse, this.grown.get(), this.retired.get(), connections);
	}

	/**
	 * Exchange the client of each connection for a new one, made from the options as they
	 * are now. The old one serves until the new one is connected and its subscriptions
	 * are made, so that nothing is lost; a subscription without a queue group may receive
	 * what comes in that moment twice. If the new client cannot be made, the old one
	 * stays and it is tried again in the background. Returns at once.
	 */
	public void renew() {
		for (ConnectionSlot slot : this.slots) {
			slot.renew();
		}
	}

	void start() {
		start(true);
	}

	private void start(boolean again) {
		this.lifecycleLock.lock();
		try {
			if (this.maintenance != null || (this.stopped && !again)) {
				return;
			}
			this.stopped = false;
			PoolMaintenance maintenance = new PoolMaintenance(this, this.definition.settings(), this.runtime);
			this.maintenance = maintenance;
			for (ConnectionSlot slot : this.slots) {
				open(slot);
			}
			maintenance.schedule();
		}
		catch (RuntimeException ex) {
			stop(Duration.ZERO);
			throw ex;
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	private void open(ConnectionSlot slot) {
		try {
			slot.open();
		}
		catch (AuthenticationException ex) {
			throw this.definition.options().credentialsRefused(name(), ex);
		}
		catch (NatsTlsException ex) {
			throw this.definition.options().tlsRefused(name(), ex);
		}
		catch (IOException ex) {
			unreachable(slot, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsNotConnectedException("Interrupted while connecting '" + name() + "'", ex);
		}
	}

	private void unreachable(ConnectionSlot slot, IOException ex) {
		if (this.definition.settings().startPolicy() == StartPolicy.FAIL) {
			String setting = this.definition.options().serversSetting();
			throw new NatsConfigurationException(setting,
					"No NATS server was reached for the connection '" + name() + "': " + SlotReports.reason(ex),
					"Start a server at one of " + setting
							+ ", correct them, or set the start policy to 'retry' to start without one.",
					ex);
		}
		slot.attemptFailed(ex);
		slot.connectInBackground(1);
	}

	/**
	 * Drain and close all connections at the same time. Returns when that is done or the
	 * time is over.
	 */
	void stop(Duration timeout) {
		this.stopped = true;
		this.lifecycleLock.lock();
		try {
			close(timeout);
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	private void close(Duration timeout) {
		this.stopped = true;
		this.maintenance = null;
		CompletableFuture<?>[] closings = Stream.concat(Stream.of(this.slots), this.retiring.stream())
			.map((slot) -> CompletableFuture.runAsync(() -> slot.close(timeout), this.runtime.workers()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(closings).join();
		this.retiring.clear();
		this.slotsLock.lock();
		try {
			this.slots = Arrays.copyOf(this.slots, this.definition.settings().minSize());
		}
		finally {
			this.slotsLock.unlock();
		}
	}

	ConnectionSlot[] slots() {
		return this.slots;
	}

	boolean isMaintainedBy(PoolMaintenance maintenance) {
		return this.maintenance == maintenance;
	}

	/**
	 * Add a connection if there may be more.
	 */
	void grow() {
		ConnectionSlot slot;
		this.slotsLock.lock();
		try {
			if (this.stopped || this.slots.length >= this.definition.settings().maxSize()) {
				return;
			}
			int index = this.definition.settings().minSize();
			while (hasSlot(index)) {
				index++;
			}
			slot = newSlot(index);
			ConnectionSlot[] slots = Arrays.copyOf(this.slots, this.slots.length + 1);
			slots[slots.length - 1] = slot;
			this.slots = slots;
		}
		finally {
			this.slotsLock.unlock();
		}
		try {
			slot.open();
			this.grown.incrementAndGet();
			if (this.stopped) {
				slot.close(Duration.ZERO);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			remove(slot);
		}
		catch (IOException | RuntimeException ex) {
			slot.attemptFailed(ex);
			remove(slot);
		}
	}

	private boolean hasSlot(int index) {
		return Stream.of(this.slots).anyMatch((slot) -> slot.index() == index);
	}

	/**
	 * Take a connection above the minimum away: nothing new is sent on it, and what was
	 * sent leaves before it is closed.
	 */
	void retire(ConnectionSlot slot) {
		remove(slot);
		this.retired.incrementAndGet();
		this.retiring.add(slot);
		// a sender may have chosen it a moment ago
		this.runtime.schedule(RETIRE_DELAY, () -> {
			slot.close(RETIRE_TIMEOUT);
			this.retiring.remove(slot);
		});
	}

	private void remove(ConnectionSlot slot) {
		this.slotsLock.lock();
		try {
			this.slots = Stream.of(this.slots).filter((member) -> member != slot).toArray(ConnectionSlot[]::new);
		}
		finally {
			this.slotsLock.unlock();
		}
		refresh();
	}

	private void refresh() {
		this.slotsLock.lock();
		try {
			List<PoolRing.Member> healthy = new ArrayList<>();
			List<PoolRing.Member> waiting = new ArrayList<>();
			for (ConnectionSlot slot : this.slots) {
				Connection client = slot.client();
				if (client != null) {
					((slot.state() == State.CONNECTED) ? healthy : waiting)
						.add(new PoolRing.Member(slot.index(), client));
				}
			}
			this.ring = new PoolRing(healthy.isEmpty() ? waiting : healthy);
		}
		finally {
			this.slotsLock.unlock();
		}
	}

	/**
	 * Ends what it stands for when closed. Closing twice does nothing.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		@Override
		void close();

	}

}

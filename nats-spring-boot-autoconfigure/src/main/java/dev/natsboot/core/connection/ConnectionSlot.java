package dev.natsboot.core.connection;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.connection.ConnectionSnapshot.State;
import dev.natsboot.core.tls.NatsTlsException;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Consumer;
import io.nats.client.Message;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pool with at most one client in it. A client that was closed for good is
 * replaced by another, and those who follow the slot move with it.
 */
final class ConnectionSlot {

	private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

	/** How long an exchanged client waits before it is drained. */
	private static final Duration LEAVE_DELAY = Duration.ofSeconds(5);

	private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

	private final ReentrantLock lock = new ReentrantLock();

	private final SlotObservers observers = new SlotObservers();

	private final int index;

	private final NatsPoolDefinition definition;

	private final ConnectionRuntime runtime;

	private final Runnable changed;

	private final SlotReports reports;

	private final SlotTraffic traffic = new SlotTraffic();

	private final SlotRenewal renewal;

	/** Clients that were exchanged for others and are still open. */
	private final Queue<Connection> leaving = new ConcurrentLinkedQueue<>();

	private volatile State state = State.CLOSED;

	private volatile @Nullable Connection client;

	private volatile @Nullable SlotClient slotClient;

	private volatile @Nullable Duration roundTrip;

	private volatile List<String> servers = List.of();

	private volatile @Nullable Instant withoutServerSince;

	private final AtomicLong reconnects = new AtomicLong();

	private final AtomicLong rebuilds = new AtomicLong();

	/**
	 * Counts openings and closings, so that an old attempt does nothing to a new life.
	 */
	private int life;

	private long downSince;

	private boolean rebuilding;

	private long adoptedAt;

	/** How many clients in a row were lost soon after they had connected. */
	private int shortLives;

	ConnectionSlot(int index, NatsPoolDefinition definition, ConnectionRuntime runtime, Runnable changed) {
		this.index = index;
		this.definition = definition;
		this.runtime = runtime;
		this.changed = changed;
		String suffix = (index == 0) ? "" : "-" + (index + 1);
		this.reports = new SlotReports(definition.name(), definition.connectionName() + suffix,
				definition.options().serversSetting(), runtime);
		this.renewal = new SlotRenewal(this, definition.settings().backoff(), runtime, this.reports);
	}

	int index() {
		return this.index;
	}

	State state() {
		return this.state;
	}

	@Nullable Connection client() {
		return this.client;
	}

	SlotTraffic traffic() {
		return this.traffic;
	}

	/**
	 * Open the slot and try once to connect, in the caller's thread. When that fails, the
	 * slot stays open and empty.
	 * @throws dev.natsboot.core.NatsConfigurationException if the options cannot work
	 */
	void open() throws IOException, InterruptedException {
		int life;
		this.lock.lock();
		try {
			if (this.state != State.CLOSED) {
				return;
			}
			this.state = State.CONNECTING;
			this.withoutServerSince = Instant.now();
			this.rebuilding = false;
			this.shortLives = 0;
			life = ++this.life;
		}
		finally {
			this.lock.unlock();
		}
		connect(life);
	}

	/**
	 * Try again and again until there is a client or the slot is closed.
	 * @param failed how many attempts have failed so far
	 */
	void connectInBackground(long failed) {
		this.lock.lock();
		try {
			int life = this.life;
			this.runtime.schedule(this.definition.settings().backoff().delay(failed), () -> attempt(life, failed));
		}
		finally {
			this.lock.unlock();
		}
	}

	@SuppressWarnings("CatchingUnchecked")
	private void attempt(int life, long failed) {
		try {
			connect(life);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			this.reports.attemptFailed(ex, failed);
			this.lock.lock();
			try {
				if (life == this.life) {
					connectInBackground(failed + 1);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void connect(int life) throws IOException, InterruptedException {
		if (this.state != State.CONNECTING) {
			return;
		}
		SlotClient slotClient = newClient();
		Connection client = connect(slotClient);
		if (!adopt(life, slotClient, client)) {
			client.close();
		}
	}

	private SlotClient newClient() {
		Options options = this.definition.options().options(this.reports.connection());
		this.servers = ServerUrl.withoutCredentials(options.getServers());
		return new SlotClient(this, options);
	}

	private static Connection connect(SlotClient slotClient) throws IOException, InterruptedException {
		try {
			return slotClient.connect();
		}
		catch (IOException ex) {
			throw failed(slotClient, ex);
		}
	}

	/**
	 * Put another client in the place of the present one, which goes on until the other
	 * is connected and followed, and leaves a little later.
	 * @return whether that was done; not if there is no connected client any more
	 */
	boolean exchange() throws IOException, InterruptedException {
		Connection old = this.client;
		if (old == null || !isCurrent(old)) {
			return false;
		}
		SlotClient slotClient = newClient();
		Connection client = connect(slotClient);
		if (!takeOver(old, slotClient, client)) {
			client.close();
			return false;
		}
		// a sender may have chosen it a moment ago, and answers may still come
		this.runtime.schedule(LEAVE_DELAY, () -> leave(old));
		return true;
	}

	private boolean takeOver(Connection old, SlotClient slotClient, Connection client) {
		this.lock.lock();
		try {
			if (!isCurrent(old) || client.getStatus() != Connection.Status.CONNECTED) {
				return false;
			}
			this.leaving.add(old);
			this.client = client;
			this.slotClient = slotClient;
			this.traffic.reset(client.getStatistics());
			this.rebuilds.incrementAndGet();
			this.changed.run();
			this.reports.renewed(client);
			this.observers.connected(client);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave(Connection old) {
		if (this.leaving.remove(old)) {
			SlotDrain.drain(old, LEAVE_TIMEOUT);
		}
	}

	void renew() {
		this.renewal.renew();
	}

	void renewIfDue(Duration atLeast) {
		ExpiringCredentials credentials = this.definition.options().credentials(this.reports.connection());
		if (credentials != null && this.state == State.CONNECTED && credentials.isDue(Instant.now(), atLeast)) {
			renew();
		}
	}

	private static IOException failed(SlotClient slotClient, IOException cause) {
		NatsTlsException tlsProblem = slotClient.tlsProblem();
		if (tlsProblem != null && !(cause instanceof AuthenticationException)) {
			return tlsProblem;
		}
		Exception problem = slotClient.problem();
		if (problem != null) {
			cause.addSuppressed(problem);
		}
		return cause;
	}

	private boolean adopt(int life, SlotClient slotClient, Connection client) {
		this.lock.lock();
		try {
			if (life != this.life || this.state != State.CONNECTING) {
				return false;
			}
			if (client.getStatus() == Connection.Status.CLOSED) {
				connectInBackground(1);
				return false;
			}
			this.client = client;
			this.slotClient = slotClient;
			this.traffic.reset(client.getStatistics());
			boolean up = client.getStatus() == Connection.Status.CONNECTED;
			this.state = up ? State.CONNECTED : State.RECONNECTING;
			this.adoptedAt = System.nanoTime();
			this.downSince = this.adoptedAt;
			if (this.rebuilding) {
				this.rebuilds.incrementAndGet();
			}
			this.changed.run();
			if (up) {
				this.reports.connected(client, this.rebuilding);
				this.observers.connected(client);
			}
			this.rebuilding = false;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	NatsConnectionPool.Registration follow(ConnectionObserver observer) {
		this.lock.lock();
		try {
			SlotObservers.Follower follower = this.observers.add(observer);
			Connection client = this.client;
			if (client != null && this.state == State.CONNECTED) {
				try {
					follower.connected(client);
				}
				catch (RuntimeException ex) {
					follower.close();
					throw ex;
				}
			}
			return follower;
		}
		finally {
			this.lock.unlock();
		}
	}

	void event(SlotClient source, Events type, @Nullable String url) {
		this.lock.lock();
		try {
			Connection client = this.client;
			if (source != this.slotClient || client == null) {
				return;
			}
			switch (type) {
				case DISCONNECTED -> down(client, url);
				case RESUBSCRIBED -> up(client);
				case CLOSED -> {
					down(client, url);
					replace(client, false);
				}
				case LAME_DUCK -> lameDuck(client, url);
				default -> {
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void down(Connection client, @Nullable String url) {
		// reported for each attempt that fails: the first one tells
		if (this.state == State.CONNECTED) {
			this.state = State.RECONNECTING;
			this.withoutServerSince = Instant.now();
			this.downSince = System.nanoTime();
			this.roundTrip = null;
			this.changed.run();
			this.reports.disconnected(url);
			this.observers.disconnected(client);
		}
	}

	private void up(Connection client) {
		if (this.state == State.RECONNECTING) {
			this.state = State.CONNECTED;
			this.reconnects.incrementAndGet();
			this.changed.run();
			this.reports.reconnected(client, Duration.ofNanos(System.nanoTime() - this.downSince));
			this.observers.connected(client);
		}
	}

	private void lameDuck(Connection client, @Nullable String url) {
		boolean moving = client.getServers().size() > 1;
		this.reports.lameDuck(url, moving);
		if (moving) {
			this.runtime.schedule(this.definition.settings().backoff().delay(0), () -> SlotProbe.move(this, client));
		}
	}

	/**
	 * Give a client up and build another.
	 */
	void rebuild(Connection client) {
		this.lock.lock();
		try {
			if (this.client != client) {
				return;
			}
			down(client, client.getConnectedUrl());
			replace(client, true);
		}
		finally {
			this.lock.unlock();
		}
		SlotDrain.close(client);
	}

	private void replace(Connection client, boolean sick) {
		this.state = State.CONNECTING;
		this.client = null;
		this.slotClient = null;
		this.rebuilding = true;
		this.changed.run();
		this.reports.lost(client, sick);
		boolean brief = System.nanoTime() - this.adoptedAt < SHORT_LIFE.toNanos();
		this.shortLives = brief ? this.shortLives + 1 : 0;
		connectInBackground(this.shortLives);
	}

	void probed(SlotClient source, Duration roundTrip) {
		if (source == this.slotClient && this.state == State.CONNECTED) {
			this.roundTrip = roundTrip;
		}
	}

	void unresponsive(Connection client) {
		this.reports.unresponsive(client.getConnectedUrl());
	}

	@Nullable SlotClient slotClient() {
		return this.slotClient;
	}

	boolean isCurrent(Connection client) {
		return this.client == client && this.state == State.CONNECTED;
	}

	/**
	 * Close the slot: send what waits, let subscriptions handle what they have, and close
	 * the client, within the time given.
	 */
	void close(Duration timeout) {
		Connection client;
		this.lock.lock();
		try {
			if (this.state == State.CLOSED) {
				return;
			}
			client = this.client;
			if (this.state == State.CONNECTED) {
				this.withoutServerSince = Instant.now();
			}
			this.life++;
			this.state = State.CLOSED;
			this.client = null;
			this.slotClient = null;
			this.changed.run();
		}
		finally {
			this.lock.unlock();
		}
		for (Connection old = this.leaving.poll(); old != null; old = this.leaving.poll()) {
			SlotDrain.drain(old, timeout);
		}
		if (client != null) {
			String server = client.getConnectedUrl();
			SlotDrain.drain(client, timeout);
			this.reports.closed(server);
		}
	}

	void serverError(SlotClient source, String error) {
		Connection client = this.client;
		if (client == null || source != this.slotClient) {
			this.reports.serverError(null, error);
			return;
		}
		this.reports.serverError(client.getConnectedUrl(), error);
		this.observers.serverError(client, error);
	}

	void slowConsumer(SlotClient source, Consumer consumer) {
		Connection client = this.client;
		if (client != null && source == this.slotClient) {
			this.reports.slowConsumer(client.getConnectedUrl(), consumer);
		}
	}

	void headersEscaped(SlotClient source, String subject, Set<String> headers) {
		Connection client = this.client;
		if (client != null && source == this.slotClient) {
			this.reports.headersEscaped(client.getConnectedUrl(), subject, headers);
		}
	}

	/**
	 * The client reads no more and does not know it.
	 */
	void readerFailed(SlotClient source, Throwable cause) {
		Connection client = this.client;
		if (client != null && source == this.slotClient) {
			this.reports.readerFailed(client.getConnectedUrl(), cause);
			this.runtime.workers().execute(() -> SlotProbe.revive(this, client));
		}
	}

	void attemptFailed(Exception cause) {
		this.reports.attemptFailed(cause, 0);
	}

	void exception(Exception exception) {
		this.reports.exception(exception);
		if (this.state != State.CONNECTED) {
			this.reports.keep(exception);
		}
	}

	void tlsFailed(@Nullable String server, NatsTlsException failure) {
		this.reports.tlsFailed(server, failure);
	}

	void discarded(Message message) {
		this.reports.discarded(message.getSubject());
	}

	ConnectionSnapshot snapshot() {
		ConnectionSnapshot.Outage outage = new ConnectionSnapshot.Outage(this.servers, this.withoutServerSince,
				this.reports.problem());
		return ConnectionSnapshot.of(this.reports.connection(), this.state, this.client, outage, this.roundTrip,
				this.reconnects.get(), this.rebuilds.get());
	}

}

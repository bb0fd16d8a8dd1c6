package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.connection.RoundTrips;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Keeps messages of one consumer coming: pull requests (ADR-13) on an inbox of its own,
 * overlapped so that the next batch is on its way while one is handled, never more than a
 * number of messages delivered and not released. A request that the server gave up, or
 * that fell silent, is replaced.
 */
final class PullEngine {

	/**
	 * How often the server says that it is still there while it has no messages.
	 */
	static final Duration HEARTBEAT = Duration.ofMillis(500);

	/**
	 * How often {@link #tick()} is to be called.
	 */
	static final Duration TICK = Duration.ofMillis(250);

	private static final LogAccessor logger = new LogAccessor(PullEngine.class);

	private static final int SILENT_TICKS = 4;

	private static final int SUSPICIOUS_FAILURES = 3;

	private static final String KEEPS_PIN = "-pin";

	private static final String PENDING_MESSAGES = "Nats-Pending-Messages";

	private static final Backoff RETRY = new Backoff(Duration.ofMillis(20), 3, Duration.ofSeconds(1), 0.2);

	private final Connection connection;

	private final String requestSubject;

	private final String inbox;

	private final int capacity;

	private final Receiver receiver;

	private final PullRequests requests;

	private final AtomicInteger held = new AtomicInteger();

	private final AtomicInteger requested = new AtomicInteger();

	private final ReentrantLock pulling = new ReentrantLock();

	private volatile @Nullable Dispatcher dispatcher;

	private final AtomicInteger generation = new AtomicInteger();

	private volatile boolean open = true;

	private volatile long pullNotBefore;

	private final AtomicLong received = new AtomicLong();

	private final AtomicInteger failures = new AtomicInteger();

	private long receivedAtTick;

	private int silentTicks;

	/**
	 * Creates an engine, not pulling yet.
	 * @param connection the connection
	 * @param stream the consumer's stream
	 * @param durable the consumer's name
	 * @param capacity how many messages may be delivered and not released
	 * @param requests words the requests
	 * @param receiver takes the messages
	 */
	PullEngine(Connection connection, String stream, String durable, int capacity, PullRequests requests,
			Receiver receiver) {
		this.requests = requests;
		this.connection = connection;
		this.requestSubject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + durable;
		this.inbox = connection.createInbox();
		this.capacity = capacity;
		this.receiver = receiver;
	}

	boolean isOn(@Nullable Connection candidate) {
		return this.connection == candidate;
	}

	/**
	 * Begins to pull; returns when the server has the first request.
	 * @throws TimeoutException if the server does not confirm in time
	 * @throws InterruptedException if interrupted meanwhile
	 */
	void start() throws TimeoutException, InterruptedException {
		Dispatcher created = this.connection.createDispatcher();
		created.setPendingLimits(0, 0);
		created.subscribe(this.inbox + ".*", this::onMessage);
		this.dispatcher = created;
		pull();
		RoundTrips.flush(this.connection, this.connection.getOptions().getConnectionTimeout());
	}

	/**
	 * A delivered message is settled, or handed back: there is room for another.
	 */
	void released() {
		this.held.decrementAndGet();
		pullIfLow();
	}

	/**
	 * Forgets the requests on their way, since the server did, and asks anew.
	 */
	void again() {
		this.pulling.lock();
		try {
			this.generation.incrementAndGet();
			this.requested.set(0);
			this.silentTicks = 0;
			this.pullNotBefore = System.nanoTime();
			pull();
		}
		finally {
			this.pulling.unlock();
		}
	}

	/**
	 * The connection has a server again: the requests on their way are lost with the old
	 * one. The receiver hears of it as {@link Receiver#recovered() recovered} when the
	 * consumer has answered.
	 */
	void reconnected() {
		failed();
		again();
	}

	/**
	 * Whether several requests in a row failed, and none succeeded since.
	 * @return whether it is so
	 */
	boolean isFailing() {
		return this.failures.get() >= SUSPICIOUS_FAILURES;
	}

	/**
	 * Looks after the requests on their way. Called periodically, by one thread at a
	 * time.
	 */
	void tick() {
		if (!this.open || this.connection.getStatus() != Connection.Status.CONNECTED) {
			this.silentTicks = 0;
			return;
		}
		long now = this.received.get();
		boolean silent = now == this.receivedAtTick && this.requested.get() > 0;
		this.receivedAtTick = now;
		this.silentTicks = silent ? this.silentTicks + 1 : 0;
		if (this.silentTicks >= SILENT_TICKS) {
			logger.debug(() -> "No heartbeat for " + this.requestSubject + ": pulling again");
			this.silentTicks = 0;
			failed();
			again();
		}
		else {
			pullIfLow();
			keepPin();
		}
	}

	private void keepPin() {
		String request = this.requests.toKeepPin();
		if (request != null) {
			this.connection.publish(this.requestSubject, this.inbox + "." + this.generation.get() + KEEPS_PIN,
					request.getBytes(StandardCharsets.US_ASCII));
		}
	}

	/**
	 * How many messages and statuses have come.
	 * @return a number that grows
	 */
	long received() {
		return this.received.get();
	}

	/**
	 * How many messages are delivered and not released.
	 */
	int held() {
		return this.held.get();
	}

	/**
	 * Whether a message could come now: requests are on their way, and nothing delivered
	 * is waiting to be released.
	 */
	boolean isHungry() {
		return this.held.get() == 0 && this.requested.get() > 0;
	}

	/**
	 * Stops pulling. When this returns, everything that the server had already sent has
	 * reached the receiver.
	 * @param timeout how long to wait for it
	 */
	void close(Duration timeout) {
		this.open = false;
		Dispatcher closing = this.dispatcher;
		this.dispatcher = null;
		if (closing == null || !closing.isActive()) {
			return;
		}
		try {
			if (this.connection.getStatus() == Connection.Status.CONNECTED && !timeout.isZero()) {
				RoundTrips.drain(this.connection, closing, timeout);
			}
			else {
				this.connection.closeDispatcher(closing);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException | IllegalStateException | IllegalArgumentException ex) {
			logger.debug(ex, "A pull inbox could not be drained");
		}
	}

	private void pullIfLow() {
		if (this.requested.get() + this.held.get() <= this.capacity / 2) {
			pull();
		}
	}

	private void pull() {
		this.pulling.lock();
		try {
			int batch = this.capacity - this.held.get() - this.requested.get();
			if (!this.open || batch <= 0 || System.nanoTime() - this.pullNotBefore < 0
					|| this.connection.getStatus() != Connection.Status.CONNECTED) {
				return;
			}
			this.requested.addAndGet(batch);
			this.connection.publish(this.requestSubject, this.inbox + "." + this.generation.get(),
					this.requests.batch(batch).getBytes(StandardCharsets.US_ASCII));
		}
		catch (IllegalStateException ex) {
			this.requested.set(0);
			logger.debug(ex, "A pull request could not be sent; it is sent again");
		}
		finally {
			this.pulling.unlock();
		}
	}

	private void onMessage(Message message) {
		this.received.lazySet(this.received.get() + 1);
		if (message.isStatusMessage()) {
			onStatus(message, message.getStatus());
		}
		else if (message.isJetStream()) {
			succeeded();
			this.requests.received(message);
			this.requested.updateAndGet((count) -> Math.max(0, count - 1));
			this.held.incrementAndGet();
			this.receiver.message(this, message);
		}
		else {
			logger.warn("A plain message was sent to a consumer's pull inbox and is ignored");
		}
	}

	private void onStatus(Message message, Status status) {
		int code = status.getCode();
		if (code == Status.FLOW_OR_HEARTBEAT_STATUS_CODE) {
			succeeded();
			return;
		}
		String current = "." + this.generation.get();
		if (code == PullRequests.WRONG_PIN && message.getSubject().endsWith(current + KEEPS_PIN)) {
			pinIsOver();
		}
		if (!message.getSubject().endsWith(current)) {
			return;
		}
		logger.debug(() -> "Pull request of " + this.requestSubject + " ended: " + status.getCode() + " "
				+ status.getMessage());
		int pending = pendingMessages(message.getHeaders());
		if (code == Status.CONFLICT_CODE && Status.CONSUMER_DELETED.equals(status.getMessage())) {
			this.receiver.consumerGone();
		}
		else if (code == PullRequests.WRONG_PIN) {
			pinIsOver();
		}
		else if (code == Status.REQUEST_TIMEOUT_CODE && pending >= 0) {
			this.requested.updateAndGet((count) -> Math.max(0, count - pending));
			pull();
		}
		else {
			failed();
			again(RETRY.delay(this.failures.get()));
		}
	}

	private void pinIsOver() {
		this.requests.pinIsOver();
		again();
	}

	private void again(Duration delay) {
		this.pulling.lock();
		try {
			this.generation.incrementAndGet();
			this.requested.set(0);
			this.pullNotBefore = System.nanoTime() + delay.toNanos();
		}
		finally {
			this.pulling.unlock();
		}
		this.receiver.later(this::pull, delay);
	}

	private void failed() {
		if (this.failures.incrementAndGet() % SUSPICIOUS_FAILURES == 0) {
			this.receiver.suspicious();
		}
	}

	private void succeeded() {
		if (this.failures.get() > 0 && this.failures.getAndSet(0) > 0) {
			this.receiver.recovered();
		}
	}

	private static int pendingMessages(@Nullable Headers headers) {
		String value = (headers != null) ? headers.getFirst(PENDING_MESSAGES) : null;
		try {
			return (value != null) ? Integer.parseInt(value) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	/**
	 * The engine's other side. Called on the thread that receives messages: must not
	 * block.
	 */
	interface Receiver {

		/**
		 * A message, to be {@link PullEngine#released() released} later.
		 * @param from the engine that received it
		 * @param message the message
		 */
		void message(PullEngine from, Message message);

		/**
		 * The server says that the consumer was deleted.
		 */
		void consumerGone();

		/**
		 * Several requests in a row failed: worth a look whether the consumer is there.
		 */
		void suspicious();

		/**
		 * A request is answered after one or more that failed: the consumer may have
		 * another leader.
		 */
		default void recovered() {
		}

		/**
		 * Has something run after a delay.
		 * @param task what to run
		 * @param delay when
		 */
		void later(Runnable task, Duration delay);

	}

}

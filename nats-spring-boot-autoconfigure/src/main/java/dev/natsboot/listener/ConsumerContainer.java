package dev.natsboot.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.RoundTrips;
import dev.natsboot.deadletter.DeadLetterWriter;
import dev.natsboot.jetstream.ConsumerDeclaration;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import dev.natsboot.jetstream.Consumers;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.jetstream.PriorityGroup;
import dev.natsboot.jetstream.StreamPosition;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Serves a JetStream listener: obtains its durable consumer, pulls from it, has workers
 * handle the messages and settles each one by what became of it. Messages that wait or
 * are being handled are kept from being delivered again by in-progress signals. A
 * consumer that was deleted is created again after the last acknowledged message.
 */
final class ConsumerContainer extends PullingContainer {

	private static final int TICKS_PER_LOOK = 20;

	private static final Duration HANDOVER = Duration.ofSeconds(2);

	private final ConsumerDeclaration declaration;

	private final Queue<Delivery> handBack = new ConcurrentLinkedQueue<>();

	private final Deliveries deliveries;

	private volatile boolean closing;

	private volatile @Nullable PullEngine engine;

	private volatile @Nullable PullRequests requests;

	private volatile @Nullable Workers<Delivery> workers;

	private volatile @Nullable StreamPosition acknowledged;

	private volatile @Nullable ConsumerInfo lastLook;

	private final ServerPause pause = new ServerPause();

	private @Nullable MaxDeliveriesAdvisories advisories;

	private int ticks;

	private final ReentrantLock looking = new ReentrantLock();

	private volatile long deliveredAtLook = -1;

	ConsumerContainer(NatsListenerEndpoint endpoint, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		super(endpoint, options, pool, services);
		this.declaration = new ConsumerDeclaration(Objects.requireNonNull(description().durable()),
				description().stream(), description().subjects(), options.ackWait(), options.maxDeliveries(),
				(options.order() == ListenerOrder.STRICT) ? 1 : 0,
				Objects.requireNonNullElse(endpoint.from(), DeliverFrom.ALL), endpoint.priorityGroup(),
				endpoint.inactiveThreshold());
		this.deliveries = new Deliveries(endpoint, options, services, this.handler, this::failNow, true,
				this::connection);
	}

	@Override
	public ListenerSnapshot snapshot() {
		PullEngine current = this.engine;
		return snapshot(this.workers, (current != null) ? current.held() : 0, this.deliveries, this.lastLook);
	}

	@Override
	public void pauseUntil(Instant until) {
		pauseOnServer(until);
	}

	@Override
	public @Nullable Instant pausedUntil() {
		return this.pause.until();
	}

	@Override
	public void resume() {
		super.resume();
		if (isRunning() && pausedUntil() != null) {
			pauseOnServer(null);
		}
	}

	private void pauseOnServer(@Nullable Instant until) {
		Connection on = connection();
		if (!isRunning() || on == null) {
			throw new ConsumerUnavailableException("listener '" + description().id() + "' has no connection", null);
		}
		Consumers.pause(on, this.declaration, until);
		this.pause.set(until);
		tellPause();
	}

	/**
	 * Publishes when the consumer's pause on the server begins or ends.
	 */
	private void tellPause() {
		Instant until = pausedUntil();
		if (this.pause.changed()) {
			if (until != null) {
				this.logger.info(() -> "Consumer of listener '" + description().id()
						+ "' is paused on the server until " + until);
				this.services.publish(new NatsListenerEvent.Paused(description(), until));
			}
			else if (state() == ListenerState.RUNNING) {
				this.logger.info(() -> "Consumer of listener '" + description().id() + "' is not paused any more");
				this.services.publish(new NatsListenerEvent.Started(description()));
			}
		}
	}

	@Override
	public void reconnected(Connection on) {
		PullEngine current = this.engine;
		if (on != connection() || !isRunning()) {
			return;
		}
		if (current == null || !current.isOn(on)) {
			serve(on);
			return;
		}
		this.deliveries.acknowledgeAgain(on);
		current.reconnected();
	}

	@Override
	boolean isWanted() {
		PullEngine current = this.engine;
		return isRunning() && !isPausedHere() && (current == null || !current.isOn(connection()));
	}

	@Override
	void unpull(Deadline deadline) {
		this.closing = true;
		this.deliveries.ending(true);
		if (this.advisories != null) {
			this.advisories.close();
			this.advisories = null;
		}
		PullEngine finishing = this.engine;
		this.engine = null;
		if (finishing != null) {
			finishing.close(deadline.left());
		}
		Workers<Delivery> busy = this.workers;
		this.workers = null;
		if (busy != null) {
			finish(busy, deadline);
		}
		unpin();
		this.deliveries.forget();
	}

	/**
	 * Only when all is finished or handed back may another instance begin.
	 */
	private void unpin() {
		Connection on = connection();
		PullRequests last = this.requests;
		StreamPosition at = this.acknowledged;
		this.requests = null;
		PriorityGroup group = this.declaration.priorityGroup();
		if (on != null && last != null && at != null && group != null && last.pin() != null) {
			Consumers.unpin(on, at.stream(), this.declaration.durable(), group, last.pin());
		}
	}

	@Override
	public void message(PullEngine from, Message message) {
		Delivery delivery = this.deliveries.received(message, from);
		Workers<Delivery> to = this.workers;
		if (to == null) {
			// closing: what still arrives is handed back when all has arrived
			this.handBack.add(delivery);
			return;
		}
		Object key;
		try {
			key = this.endpoint.orderKey(this.options.order(), message);
		}
		catch (RuntimeException ex) {
			this.deliveries.failed(delivery, ex);
			return;
		}
		to.submit(delivery, key);
	}

	@Override
	public void consumerGone() {
		PullEngine gone = this.engine;
		this.engine = null;
		waiting("consumer '" + this.declaration.durable() + "' was deleted");
		Connection on = connection();
		if (on != null && gone != null) {
			this.services.execute(() -> {
				gone.close(Duration.ZERO);
				establish(on);
				// not before: a new consumer is to go on where the old one was
				this.services.missing().accept(description().connection());
			});
		}
	}

	@Override
	public void suspicious() {
		this.services.execute(this::look);
	}

	@Override
	public void recovered() {
		Connection on = connection();
		if (on != null) {
			this.services.execute(() -> {
				// without a leader, acknowledgements are lost
				this.deliveries.acknowledgeAgain(on);
				served();
			});
		}
	}

	@Override
	void pull(Connection on) throws TimeoutException, InterruptedException {
		PullEngine old = this.engine;
		this.engine = null;
		if (old != null) {
			// what it has already is handled, if its connection is open still
			old.close(HANDOVER);
		}
		ConsumerInfo info = Consumers.obtain(on, this.declaration, this.acknowledged, pausedUntil());
		this.pause.follow(info);
		StreamPosition position = Consumers.position(on, info);
		if (this.acknowledged != null && !this.acknowledged.isOfSameStream(position)) {
			// acknowledgements of another stream would hit messages of this one
			this.deliveries.forgetAcknowledgements();
		}
		this.acknowledged = position;
		this.lastLook = info;
		this.deliveries.follow(info.getConsumerConfiguration());
		prepareDeadLetters(on, info.getStreamName());
		this.closing = false;
		this.deliveries.ending(false);
		if (this.workers == null) {
			this.workers = new Workers<>(concurrency(), isOrdered(), Integer.MAX_VALUE, this.services.executor(),
					this::handle);
		}
		PullRequests requests = new PullRequests(this.declaration.priorityGroup(), info.getConsumerConfiguration());
		PullEngine created = new PullEngine(on, info.getStreamName(), this.declaration.durable(), capacity(info),
				requests, this);
		this.requests = requests;
		this.engine = created;
		this.deliveries.acknowledgeAgain(on);
		try {
			created.start();
		}
		catch (TimeoutException | InterruptedException | IllegalStateException ex) {
			this.engine = null;
			created.close(Duration.ZERO);
			throw ex;
		}
	}

	private void prepareDeadLetters(Connection on, String of) {
		DeadLetterWriter writer = this.services.deadLetters();
		if (writer == null || (this.advisories != null && this.advisories.isOn(on))) {
			return;
		}
		writer.prepare(on, of);
		this.advisories = new MaxDeliveriesAdvisories(on, of, description(), writer, this.services);
	}

	/**
	 * At once, so that what is behind the failed message is not begun.
	 */
	private void failNow() {
		this.closing = true;
		fail();
	}

	private boolean isOrdered() {
		return this.options.order() != ListenerOrder.NONE;
	}

	private Concurrency concurrency() {
		return (this.options.order() == ListenerOrder.STRICT) ? new Concurrency(1, 1) : this.options.concurrency();
	}

	private int capacity(ConsumerInfo info) {
		long maxAckPending = info.getConsumerConfiguration().getMaxAckPending();
		return (int) ((maxAckPending > 0) ? Math.min(maxAckPending, this.options.maxInFlight())
				: this.options.maxInFlight());
	}

	@Override
	void tick() {
		PullEngine current = this.engine;
		if (current != null) {
			current.tick();
		}
		this.deliveries.keepLeases();
		Workers<Delivery> busy = this.workers;
		if (busy != null) {
			busy.adapt();
		}
		tellPause();
		if (++this.ticks % TICKS_PER_LOOK == 0) {
			this.services.execute(this::look);
		}
	}

	/**
	 * Asks the server for the consumer: to know the last acknowledged message, and
	 * whether the consumer is there at all.
	 */
	private void look() {
		if (!this.looking.tryLock()) {
			return;
		}
		try {
			lookNow();
		}
		finally {
			this.looking.unlock();
		}
	}

	private void lookNow() {
		Connection on = connection();
		StreamPosition from = this.acknowledged;
		if (on == null || from == null || this.engine == null || on.getStatus() != Connection.Status.CONNECTED) {
			return;
		}
		try {
			ConsumerInfo info = Consumers.find(on, from.stream(), this.declaration.durable());
			if (info != null) {
				this.lastLook = info;
				this.acknowledged = from.upTo(info.getAckFloor().getStreamSequence());
				this.deliveries.follow(info.getConsumerConfiguration());
				this.pause.follow(info);
				watch(info);
			}
			else if (this.engine != null) {
				consumerGone();
				return;
			}
			reportFailing("the consumer does not answer pull requests");
		}
		catch (ConsumerUnavailableException ex) {
			this.logger.debug(ex, "The consumer could not be looked at");
			reportFailing("the consumer has no leader, or JetStream does not answer");
		}
	}

	private void reportFailing(String reason) {
		PullEngine current = this.engine;
		if (current != null && current.isFailing()) {
			waiting(reason);
			if (!current.isFailing()) {
				// it recovered just now, when it was not yet said to wait
				served();
			}
		}
	}

	/**
	 * Messages are pending and could be taken, but none has come since the last look: the
	 * requests got lost somewhere. In a priority group the messages may be for others.
	 */
	private void watch(ConsumerInfo info) {
		PullEngine current = this.engine;
		if (current == null || this.declaration.priorityGroup() != null) {
			return;
		}
		long delivered = info.getDelivered().getConsumerSequence();
		boolean stuck = info.getNumPending() > 0 && !Boolean.TRUE.equals(info.getPaused()) && current.isHungry()
				&& delivered == this.deliveredAtLook && info.getNumAckPending() == 0;
		this.deliveredAtLook = delivered;
		if (stuck) {
			this.logger.warn(() -> "Listener '" + description().id() + "' gets nothing although " + info.getNumPending()
					+ " messages are pending: it asks again");
			current.again();
			this.services.publish(new NatsListenerEvent.Recovered(description(), info.getNumPending()));
		}
	}

	private void handle(Delivery delivery) {
		if (this.closing) {
			this.handBack.add(delivery);
		}
		else if (!isOrdered()) {
			this.deliveries.handle(delivery);
		}
		else if (!this.deliveries.handleInOrder(delivery, () -> this.closing)) {
			this.handBack.add(delivery);
		}
	}

	private void finish(Workers<Delivery> busy, Deadline deadline) {
		this.handBack.addAll(busy.takeBack());
		if (!isOrdered()) {
			handBack();
		}
		boolean done = busy.finish(deadline.left());
		if (!this.deliveries.awaitNoneOpen(deadline.left()) || !done) {
			this.logger.warn(() -> "Listener '" + description().id() + "' still has messages in its handler after "
					+ this.options.shutdownTimeout() + "; they are delivered again after the ack wait");
		}
		handBack();
		Connection on = connection();
		if (on != null && on.getStatus() == Connection.Status.CONNECTED) {
			this.deliveries.awaitConfirmations(deadline.left());
			flush(on, deadline);
		}
	}

	private void handBack() {
		List<Delivery> rest = new ArrayList<>();
		for (Delivery next = this.handBack.poll(); next != null; next = this.handBack.poll()) {
			rest.add(next);
		}
		this.deliveries.handBack(rest);
	}

	private void flush(Connection on, Deadline deadline) {
		try {
			RoundTrips.flush(on, deadline.left().plusMillis(1));
		}
		catch (TimeoutException | IllegalStateException ex) {
			this.logger.debug(ex, "The last acknowledgements may not have reached the server");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

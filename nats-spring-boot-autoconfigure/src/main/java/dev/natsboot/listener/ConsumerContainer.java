package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.RoundTrips;
import dev.natsboot.jetstream.ConsumerDeclaration;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import dev.natsboot.jetstream.Consumers;
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
final class ConsumerContainer extends AbstractListenerContainer implements PullEngine.Receiver {

	private static final Backoff OBTAIN_AGAIN = new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(10), 0.2);

	private static final Duration START = Duration.ofSeconds(10);

	private static final int TICKS_PER_LOOK = 20;

	private final ConsumerDeclaration declaration;

	private final ReentrantLock establishing = new ReentrantLock();

	private final Set<Delivery> held = ConcurrentHashMap.newKeySet();

	private final Queue<Delivery> handBack = new ConcurrentLinkedQueue<>();

	private final InFlight asynchronous = new InFlight();

	private final RecentAcks recentAcks;

	private volatile boolean closing;

	private volatile @Nullable PullEngine engine;

	private volatile @Nullable Workers<Delivery> workers;

	private volatile @Nullable String stream;

	private volatile long acknowledged;

	private volatile CompletableFuture<?> established = CompletableFuture.completedFuture(null);

	private @Nullable ScheduledFuture<?> ticker;

	private int attempts;

	private int ticks;

	ConsumerContainer(NatsListenerEndpoint endpoint, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		super(endpoint, options, pool, services);
		this.declaration = new ConsumerDeclaration(Objects.requireNonNull(description().durable()),
				description().stream(), description().subjects(), options.ackWait(), options.maxDeliveries());
		this.recentAcks = new RecentAcks(options.maxInFlight());
	}

	@Override
	public void start() {
		super.start();
		try {
			this.established.get(START.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			this.logger.debug(ex, "The consumer is established later");
		}
	}

	@Override
	void serve(Connection on) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.established = done;
		this.services.execute(() -> {
			try {
				establish(on);
			}
			finally {
				done.complete(null);
			}
		});
	}

	@Override
	public void reconnected(Connection on) {
		PullEngine current = this.engine;
		if (on == connection() && current != null) {
			this.recentAcks.sendAgain(on);
			current.again();
			served();
		}
	}

	@Override
	void finish(Deadline deadline) {
		this.establishing.lock();
		try {
			this.closing = true;
			if (this.ticker != null) {
				this.ticker.cancel(false);
				this.ticker = null;
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
			this.held.clear();
		}
		finally {
			this.establishing.unlock();
		}
	}

	@Override
	public void message(Message message) {
		PullEngine from = this.engine;
		Workers<Delivery> to = this.workers;
		if (from == null || to == null) {
			// closing: what still arrives is handed back when all has arrived
			this.handBack.add(new Delivery(message, null, System.nanoTime()));
			return;
		}
		Delivery delivery = new Delivery(message, from, System.nanoTime());
		this.held.add(delivery);
		to.submit(delivery, delivery);
	}

	@Override
	public void consumerGone() {
		waiting("consumer '" + this.declaration.durable() + "' was deleted");
		Connection on = connection();
		if (on != null) {
			this.services.execute(() -> establish(on));
		}
	}

	@Override
	public void suspicious() {
		this.services.execute(this::look);
	}

	@Override
	public void later(Runnable task, Duration delay) {
		this.services.later(task, delay);
	}

	private void establish(Connection on) {
		this.establishing.lock();
		try {
			ListenerState state = state();
			if (on != connection() || (state != ListenerState.WAITING && state != ListenerState.RUNNING)) {
				return;
			}
			PullEngine old = this.engine;
			if (old != null) {
				old.close(Duration.ZERO);
			}
			ConsumerInfo info = Consumers.obtain(on, this.declaration, this.acknowledged);
			this.stream = info.getStreamName();
			acknowledgedUpTo(info);
			this.closing = false;
			if (this.workers == null) {
				this.workers = new Workers<>(this.options.concurrency(), false, Integer.MAX_VALUE,
						this.services.executor(), this::handle);
			}
			PullEngine created = new PullEngine(on, info.getStreamName(), this.declaration.durable(), capacity(info),
					this);
			this.engine = created;
			this.recentAcks.sendAgain(on);
			created.start();
			if (this.ticker == null) {
				this.ticker = this.services.every(this::tick, PullEngine.TICK);
			}
			this.attempts = 0;
			served();
		}
		catch (ConsumerUnavailableException ex) {
			waiting(String.valueOf(ex.getMessage()));
			establishLater(on);
		}
		catch (TimeoutException | IllegalStateException ex) {
			waiting("the server did not confirm the pull subscription");
			establishLater(on);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.establishing.unlock();
		}
	}

	private void establishLater(Connection on) {
		this.services.later(() -> establish(on), OBTAIN_AGAIN.delay(++this.attempts));
	}

	private int capacity(ConsumerInfo info) {
		long maxAckPending = info.getConsumerConfiguration().getMaxAckPending();
		return (int) ((maxAckPending > 0) ? Math.min(maxAckPending, this.options.maxInFlight())
				: this.options.maxInFlight());
	}

	private void tick() {
		try {
			PullEngine current = this.engine;
			if (current != null) {
				current.tick();
			}
			long now = System.nanoTime();
			this.held.forEach((delivery) -> keep(delivery, now));
			if (++this.ticks % TICKS_PER_LOOK == 0) {
				this.services.execute(this::look);
			}
		}
		catch (RuntimeException ex) {
			this.logger.debug(ex, "A periodic check failed; it is done again");
		}
	}

	private void keep(Delivery delivery, long now) {
		if (!delivery.keep(now, this.options.ackWait().toNanos(), this.options.maxLease().toNanos())) {
			this.logger.error(() -> "Listener '" + description().id() + "' has had message "
					+ delivery.message.metaData().streamSequence() + " in hand for " + this.options.maxLease()
					+ ": it may be delivered again now");
		}
	}

	/**
	 * Asks the server for the consumer: to know the last acknowledged message, and
	 * whether the consumer is there at all.
	 */
	private void look() {
		Connection on = connection();
		String from = this.stream;
		if (on == null || from == null || this.engine == null || on.getStatus() != Connection.Status.CONNECTED) {
			return;
		}
		try {
			ConsumerInfo info = Consumers.find(on, from, this.declaration.durable());
			if (info != null) {
				acknowledgedUpTo(info);
			}
			else if (this.engine != null) {
				consumerGone();
			}
		}
		catch (ConsumerUnavailableException ex) {
			this.logger.debug(ex, "The consumer could not be looked at");
		}
	}

	private void acknowledgedUpTo(ConsumerInfo info) {
		this.acknowledged = Math.max(this.acknowledged, info.getAckFloor().getStreamSequence());
	}

	private void handle(Delivery delivery) {
		if (this.closing) {
			this.handBack.add(delivery);
			return;
		}
		try {
			CompletionStage<?> stage = this.handler.handle(delivery.message);
			if (stage == null) {
				acknowledge(delivery);
				return;
			}
			this.asynchronous.begin();
			stage.whenComplete((result, failure) -> {
				try {
					if (failure != null) {
						failed(delivery, failure);
					}
					else {
						acknowledge(delivery);
					}
				}
				finally {
					this.asynchronous.end();
				}
			});
		}
		catch (Throwable ex) {
			failed(delivery, ex);
		}
	}

	private void failed(Delivery delivery, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException wrapper && wrapper.getCause() != null)
				? wrapper.getCause() : failure;
		Settlement settlement = this.services.decide(this.endpoint, new FailedMessage(description(), delivery.message,
				cause, delivery.message.metaData().deliveredCount()));
		switch (settlement.action()) {
			case ACK -> acknowledge(delivery);
			case NAK -> settle(delivery, () -> delivery.message.nakWithDelay(settlement.delay()));
			case TERM -> settle(delivery, () -> term(delivery.message, settlement));
			case STOP -> {
				settle(delivery, () -> {
				});
				fail();
			}
		}
	}

	private void acknowledge(Delivery delivery) {
		settle(delivery, () -> {
			this.recentAcks.add(Objects.requireNonNull(delivery.message.getReplyTo()));
			delivery.message.ack();
		});
	}

	private static void term(Message message, Settlement settlement) {
		byte[] term = ("+TERM " + settlement.reason()).getBytes(StandardCharsets.US_ASCII);
		message.getConnection().publish(Objects.requireNonNull(message.getReplyTo()), term);
	}

	private void settle(Delivery delivery, Runnable how) {
		// the client silently drops what an interrupted thread publishes
		boolean interrupted = Thread.interrupted();
		try {
			how.run();
		}
		catch (IllegalStateException ex) {
			this.logger.debug(ex, "A message could not be settled; it is delivered again");
		}
		finally {
			this.held.remove(delivery);
			if (delivery.engine != null) {
				delivery.engine.released();
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void finish(Workers<Delivery> busy, Deadline deadline) {
		handBack(busy.takeBack());
		boolean done = busy.finish(deadline.left());
		if (!this.asynchronous.awaitNone(deadline.left()) || !done) {
			this.logger.warn(() -> "Listener '" + description().id() + "' still has messages in its handler after "
					+ this.options.shutdownTimeout() + "; they are delivered again after the ack wait");
		}
		List<Delivery> rest = new ArrayList<>();
		for (Delivery next = this.handBack.poll(); next != null; next = this.handBack.poll()) {
			rest.add(next);
		}
		handBack(rest);
		Connection on = connection();
		if (on != null && on.getStatus() == Connection.Status.CONNECTED) {
			flush(on, deadline);
		}
	}

	private void handBack(List<Delivery> deliveries) {
		deliveries.forEach((delivery) -> settle(delivery, delivery.message::nak));
		if (!deliveries.isEmpty()) {
			this.logger.debug(() -> "Listener '" + description().id() + "' handed back " + deliveries.size()
					+ " messages that it had not begun");
		}
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

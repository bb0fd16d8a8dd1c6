package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.RoundTrips;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Serves a core listener by a subscription. With a concurrency of one the client's own
 * thread runs the handler; with more, that thread hands over to workers and waits when
 * they are busy, so that the client's pending limits are the only buffer.
 */
final class SubscriptionContainer extends AbstractListenerContainer {

	private static final int WORKER_BACKLOG = 64;

	private static final Duration CONFIRM_AGAIN = Duration.ofSeconds(1);

	private static final Duration TICK = Duration.ofMillis(250);

	private final InFlight asynchronous = new InFlight();

	private final AtomicInteger handling = new AtomicInteger();

	private volatile @Nullable Dispatcher dispatcher;

	private volatile @Nullable Connection servedOn;

	private volatile @Nullable Workers<Message> workers;

	private @Nullable ScheduledFuture<?> ticker;

	SubscriptionContainer(NatsListenerEndpoint endpoint, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		super(endpoint, options, pool, services);
	}

	@Override
	public ListenerSnapshot snapshot() {
		return snapshot(this.workers, this.handling.get() + this.asynchronous.count(), null, null);
	}

	@Override
	void serve(Connection on) {
		if (this.options.concurrency().max() > 1 && this.workers == null) {
			this.workers = new Workers<>(this.options.concurrency(), this.options.order() != ListenerOrder.NONE,
					WORKER_BACKLOG, this.services.executor(), this::handle);
		}
		boolean adapts = this.options.concurrency().min() < this.options.concurrency().max();
		if (this.ticker == null && (adapts || this.options.idleEventAfter() != null)) {
			this.ticker = this.services.every(this::tick, TICK);
		}
		Workers<Message> to = this.workers;
		Dispatcher old = this.dispatcher;
		Connection before = this.servedOn;
		Dispatcher created = on.createDispatcher((to != null) ? (message) -> submit(to, message) : this::handle);
		created.setPendingLimits(this.options.pendingMessages(), this.options.pendingBytes());
		this.dispatcher = created;
		this.servedOn = on;
		for (String subject : description().subjects()) {
			if (description().queue() != null) {
				created.subscribe(subject, description().queue());
			}
			else {
				created.subscribe(subject);
			}
		}
		confirm(on, created);
		if (old != null && before != null && before != on && old.isActive()) {
			// its connection was renewed: what it has already is handled
			this.services.execute(() -> drain(before, old, this.options.shutdownTimeout()));
		}
	}

	private void confirm(Connection on, Dispatcher subscribed) {
		if (this.dispatcher != subscribed) {
			return;
		}
		try {
			RoundTrips.flush(on, on.getOptions().getConnectionTimeout());
			served();
		}
		catch (TimeoutException | IllegalStateException ex) {
			waiting("the server did not confirm the subscription");
			if (on.getStatus() == Connection.Status.CONNECTED) {
				this.services.later(() -> confirm(on, subscribed), CONFIRM_AGAIN);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void submit(Workers<Message> to, Message message) {
		try {
			to.submit(message, this.endpoint.orderKey(this.options.order(), message));
		}
		catch (RuntimeException ex) {
			failed(message, ex);
		}
	}

	private void tick() {
		Workers<Message> current = this.workers;
		if (current != null) {
			current.adapt();
		}
		watchIdle();
	}

	@Override
	public void reconnected(Connection on) {
		if (on == connection() && this.dispatcher != null) {
			served();
		}
	}

	@Override
	void finish(Deadline deadline) {
		Dispatcher closing = this.dispatcher;
		this.dispatcher = null;
		Connection on = connection();
		if (closing != null && on != null && closing.isActive()) {
			drain(on, closing, deadline.left());
		}
		Workers<Message> finishing = this.workers;
		this.workers = null;
		if (this.ticker != null) {
			this.ticker.cancel(false);
			this.ticker = null;
		}
		boolean done = finishing == null || finishing.finish(deadline.left());
		if (!this.asynchronous.awaitNone(deadline.left()) || !done) {
			this.logger.warn(() -> "Listener '" + description().id() + "' still has messages in its handler after "
					+ this.options.shutdownTimeout());
		}
	}

	private void drain(Connection on, Dispatcher closing, Duration timeout) {
		try {
			if (on.getStatus() == Connection.Status.CONNECTED && !timeout.isZero()) {
				RoundTrips.drain(on, closing, timeout);
			}
			else {
				on.closeDispatcher(closing);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException | IllegalStateException | IllegalArgumentException ex) {
			this.logger.debug(ex, "A subscription could not be drained");
		}
	}

	private void handle(Message message) {
		this.handling.incrementAndGet();
		try {
			CompletionStage<?> stage = this.handler.handle(message);
			if (stage != null) {
				this.asynchronous.begin();
				stage.whenComplete((result, failure) -> {
					try {
						if (failure != null) {
							failed(message, failure);
						}
					}
					finally {
						this.asynchronous.end();
					}
				});
			}
		}
		catch (Throwable ex) {
			failed(message, ex);
		}
		finally {
			this.handling.decrementAndGet();
			clearInterrupt();
		}
	}

	/**
	 * The client ends a dispatcher for ever, without a word, when a handler leaves its
	 * thread interrupted.
	 */
	private static void clearInterrupt() {
		if (Thread.currentThread().isInterrupted()) {
			Thread.interrupted();
		}
	}

	private void failed(Message message, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException wrapper && wrapper.getCause() != null)
				? wrapper.getCause() : failure;
		clearInterrupt();
		String replyTo = message.getReplyTo();
		if (replyTo != null && this.endpoint.replies()) {
			try {
				ServiceErrorReply.send(this.services.operations(), replyTo, cause);
			}
			catch (RuntimeException ex) {
				this.logger.warn(ex, () -> "Listener '" + description().id() + "' could not answer a failed request");
			}
		}
		Settlement settlement = this.services.decide(this.endpoint,
				new FailedMessage(description(), message, cause, 1, true));
		if (settlement.action() == Settlement.Action.STOP) {
			fail();
		}
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A container that pulls from a consumer. It is established on a thread of its own, since
 * that asks the server several times; while it cannot be, it waits and tries again.
 */
abstract class PullingContainer extends AbstractListenerContainer implements PullEngine.Receiver {

	private static final Backoff AGAIN = new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(10), 0.2);

	private static final Duration START = Duration.ofSeconds(10);

	private static final Duration LOOK = Duration.ofMillis(100);

	private final ReentrantLock establishing = new ReentrantLock();

	private volatile CompletableFuture<?> established = CompletableFuture.completedFuture(null);

	private @Nullable ScheduledFuture<?> ticker;

	private final AtomicBoolean planned = new AtomicBoolean();

	private int attempts;

	PullingContainer(NatsListenerEndpoint endpoint, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		super(endpoint, options, pool, services);
	}

	/**
	 * Whether it should be established now.
	 */
	abstract boolean isWanted();

	/**
	 * Obtains the consumer and begins to pull; returns when the server has the first
	 * request. Not called by two threads at once.
	 */
	abstract void pull(Connection on) throws TimeoutException, InterruptedException;

	/**
	 * Ends what {@link #pull} began.
	 */
	abstract void unpull(Deadline deadline);

	/**
	 * Called every {@link PullEngine#TICK} from the first pull to the end.
	 */
	abstract void tick();

	@Override
	public void start() {
		super.start();
		awaitEstablished();
	}

	/**
	 * Waits until the last attempt to establish the consumer is over, for a bounded time
	 * and not longer than it is wanted.
	 */
	final void awaitEstablished() {
		Deadline deadline = Deadline.in(START);
		while (isWanted() && !deadline.left().isZero()) {
			try {
				this.established.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
				return;
			}
			catch (TimeoutException ex) {
				this.logger.trace("The consumer is not established yet");
			}
			catch (ExecutionException ex) {
				this.logger.debug(ex, "The consumer is established later");
				return;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
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
	public void later(Runnable task, Duration delay) {
		this.services.later(task, delay);
	}

	@Override
	void finish(Deadline deadline) {
		this.establishing.lock();
		try {
			unpull(deadline);
			// leases are kept as long as handlers are waited for
			if (this.ticker != null) {
				this.ticker.cancel(false);
				this.ticker = null;
			}
		}
		finally {
			this.establishing.unlock();
		}
	}

	final void establish(Connection on) {
		this.establishing.lock();
		try {
			if (on != connection() || !isWanted()) {
				return;
			}
			if (this.ticker == null) {
				this.ticker = this.services.every(this::guardedTick, PullEngine.TICK);
			}
			pull(on);
			this.attempts = 0;
			served();
		}
		catch (ConsumerUnavailableException ex) {
			if (ex.isStreamMissing()) {
				this.services.missing().accept(description().connection());
			}
			establishLater(String.valueOf(ex.getMessage()));
		}
		catch (TimeoutException | IllegalStateException ex) {
			establishLater("the server did not confirm the pull subscription");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.establishing.unlock();
		}
	}

	private void establishLater(String reason) {
		waiting(reason);
		if (this.planned.compareAndSet(false, true)) {
			later(() -> {
				this.planned.set(false);
				Connection now = connection();
				if (now != null) {
					establish(now);
				}
			}, AGAIN.delay(++this.attempts));
		}
	}

	private void guardedTick() {
		try {
			tick();
			watchIdle();
		}
		catch (RuntimeException ex) {
			this.logger.debug(ex, "A periodic check failed; it is done again");
		}
	}

}

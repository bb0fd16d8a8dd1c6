package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.jetstream.Consumers;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.jetstream.StreamPosition;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Serves a listener that reads a stream from some point on, in order and for itself
 * alone. Its consumer is made for it and remembers nothing; the container remembers the
 * last message handled, and makes another consumer behind it whenever the old one is gone
 * or has skipped a message.
 */
final class ReplayContainer extends PullingContainer {

	private static final Duration AGAIN = Duration.ofMillis(100);

	private final Deliveries deliveries;

	private final DeliverFrom from;

	private volatile boolean closing;

	private volatile @Nullable Reading reading;

	private volatile @Nullable Workers<Delivery> workers;

	private volatile @Nullable StreamPosition handled;

	ReplayContainer(NatsListenerEndpoint endpoint, DeliverFrom from, ListenerOptions options, NatsConnectionPool pool,
			ListenerServices services) {
		super(endpoint, options, pool, services);
		this.from = from;
		this.deliveries = new Deliveries(endpoint, options, services, this.handler, this::fail, false,
				this::connection);
	}

	@Override
	public ListenerSnapshot snapshot() {
		Reading current = this.reading;
		return snapshot(this.workers, (current != null) ? current.engine.held() : 0, this.deliveries, null);
	}

	@Override
	public void reconnected(Connection on) {
		if (on == connection()) {
			// what was on its way is lost, and nothing is delivered twice by itself
			this.services.execute(() -> establish(on));
		}
	}

	@Override
	boolean isWanted() {
		return isRunning() && state() != ListenerState.PAUSED;
	}

	@Override
	void unpull(Deadline deadline) {
		this.closing = true;
		Reading current = this.reading;
		this.reading = null;
		if (current != null) {
			current.engine.close(Duration.ZERO);
			Consumers.delete(current.connection, current.stream, current.consumer);
		}
		Workers<Delivery> busy = this.workers;
		this.workers = null;
		if (busy != null) {
			busy.takeBack();
			if (!busy.finish(deadline.left())) {
				this.logger.warn(() -> "Listener '" + description().id() + "' still has a message in its handler");
			}
		}
		this.deliveries.forget();
	}

	@Override
	public void message(PullEngine source, Message message) {
		Reading current = this.reading;
		Workers<Delivery> to = this.workers;
		if (current == null || to == null || current.engine != source) {
			return;
		}
		long sequence = message.metaData().consumerSequence();
		if (sequence != current.next) {
			this.logger.debug(
					() -> "Listener '" + description().id() + "' missed a message and reads on behind " + this.handled);
			again();
			return;
		}
		current.next = sequence + 1;
		to.submit(this.deliveries.received(message, source), null);
	}

	@Override
	public void consumerGone() {
		again();
	}

	@Override
	public void suspicious() {
		again();
	}

	@Override
	public void recovered() {
		served();
	}

	private void again() {
		Connection on = connection();
		Reading old = this.reading;
		this.reading = null;
		if (on == null || old == null) {
			return;
		}
		later(() -> {
			old.engine.close(Duration.ZERO);
			establish(on);
		}, AGAIN);
	}

	@Override
	void pull(Connection on) throws TimeoutException, InterruptedException {
		Reading old = this.reading;
		if (old != null) {
			old.engine.close(Duration.ZERO);
		}
		Workers<Delivery> busy = this.workers;
		if (busy != null) {
			busy.takeBack();
			this.deliveries.forget();
		}
		else {
			this.workers = new Workers<>(new Concurrency(1, 1), false, Integer.MAX_VALUE, this.services.executor(),
					this::handle);
		}
		this.closing = false;
		ConsumerInfo info = Consumers.createReplay(on, description().stream(), description().subjects(), this.from,
				this.handled);
		StreamPosition begin = Consumers.position(on, info.getStreamName(), 0);
		if (this.handled == null || !this.handled.isOfSameStream(begin)) {
			this.handled = begin;
		}
		Reading next = new Reading(on, info.getStreamName(), info.getName(),
				new PullEngine(on, info.getStreamName(), info.getName(), this.options.maxInFlight(), this));
		this.reading = next;
		next.engine.start();
	}

	@Override
	void tick() {
		Reading current = this.reading;
		if (current != null) {
			current.engine.tick();
		}
	}

	private void handle(Delivery delivery) {
		long sequence = delivery.message.metaData().streamSequence();
		StreamPosition before = this.handled;
		if (this.closing || before == null || sequence <= before.sequence()) {
			return;
		}
		if (this.deliveries.handleInOrder(delivery, () -> this.closing)) {
			this.handled = before.upTo(sequence);
		}
	}

	/**
	 * One consumer, from its making to its end.
	 */
	private static final class Reading {

		final Connection connection;

		final String stream;

		final String consumer;

		final PullEngine engine;

		volatile long next = 1;

		Reading(Connection connection, String stream, String consumer, PullEngine engine) {
			this.connection = connection;
			this.stream = stream;
			this.consumer = consumer;
			this.engine = engine;
		}

	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.jetstream.Consumers;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.jetstream.StreamPosition;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Serves a listener that reads a stream from some point on, in order and for itself
 * alone. Its consumer is made for it and remembers nothing; the container remembers the
 * last message handled, and makes another consumer behind it whenever the old one is gone
 * or has skipped a message.
 */
final class ReplayContainer extends PullingContainer implements ReplayControl {

	static final ThreadLocal<@Nullable ReplayControl> CURRENT = new ThreadLocal<>();

	private static final Duration AGAIN = Duration.ofMillis(100);

	private final Deliveries deliveries;

	/**
	 * Guards the place: where reading begins, what is handled, and how often that was
	 * changed.
	 */
	private final ReentrantLock placing = new ReentrantLock();

	private volatile DeliverFrom from;

	private final AtomicInteger seeks = new AtomicInteger();

	private volatile boolean closing;

	private volatile @Nullable Reading reading;

	private volatile @Nullable Workers<Read> workers;

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
		return isRunning() && !isPausedHere();
	}

	@Override
	void unpull(Deadline deadline) {
		this.closing = true;
		Reading current = this.reading;
		this.reading = null;
		if (current != null) {
			end(current);
		}
		Workers<Read> busy = this.workers;
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
		Workers<Read> to = this.workers;
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
		to.submit(new Read(this.deliveries.received(message, source), current.seek), null);
	}

	@Override
	public void seek(DeliverFrom place) {
		Reading old;
		this.placing.lock();
		try {
			this.seeks.incrementAndGet();
			this.from = place;
			this.handled = null;
			old = this.reading;
			this.reading = null;
		}
		finally {
			this.placing.unlock();
		}
		if (old != null) {
			end(old);
		}
		Connection on = connection();
		if (on != null && isWanted()) {
			serve(on);
			awaitEstablished();
		}
	}

	private static void end(Reading reading) {
		reading.engine.close(Duration.ZERO);
		Consumers.delete(reading.connection, reading.stream, reading.consumer);
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
		Workers<Read> busy = this.workers;
		if (busy != null) {
			busy.takeBack();
			this.deliveries.forget();
		}
		else {
			this.workers = new Workers<>(new Concurrency(1, 1), false, Integer.MAX_VALUE, this.services.executor(),
					this::handle);
		}
		this.closing = false;
		int seek;
		DeliverFrom begin;
		StreamPosition after;
		this.placing.lock();
		try {
			seek = this.seeks.get();
			begin = this.from;
			after = this.handled;
		}
		finally {
			this.placing.unlock();
		}
		ConsumerInfo info = Consumers.createReplay(on, description().stream(), description().subjects(), begin, after);
		// without a message handled, "new" must not become newer with each consumer
		StreamPosition first = Consumers.position(on, info.getStreamName(),
				(begin.policy() == DeliverPolicy.LastPerSubject) ? 0 : info.getDelivered().getStreamSequence());
		Reading next = new Reading(
				on, info.getStreamName(), info.getName(), new PullEngine(on, info.getStreamName(), info.getName(),
						this.options.maxInFlight(), new PullRequests(null, info.getConsumerConfiguration()), this),
				seek);
		this.placing.lock();
		try {
			if (seek == this.seeks.get()) {
				this.handled = (after != null && after.isOfSameStream(first)) ? after.upTo(first.sequence()) : first;
				this.reading = next;
			}
		}
		finally {
			this.placing.unlock();
		}
		if (this.reading == next) {
			next.engine.start();
		}
		else {
			// whoever sought meanwhile has it established again
			end(next);
		}
	}

	@Override
	void tick() {
		Reading current = this.reading;
		if (current != null) {
			current.engine.tick();
		}
	}

	private void handle(Read read) {
		long sequence = read.delivery.message.metaData().streamSequence();
		if (!isToBegin(read, sequence)) {
			return;
		}
		CURRENT.set(this);
		try {
			if (this.deliveries.handleInOrder(read.delivery, () -> this.closing || read.seek != this.seeks.get())) {
				handled(read, sequence);
			}
		}
		finally {
			CURRENT.remove();
		}
	}

	private boolean isToBegin(Read read, long sequence) {
		this.placing.lock();
		try {
			StreamPosition before = this.handled;
			return !this.closing && read.seek == this.seeks.get() && before != null && sequence > before.sequence();
		}
		finally {
			this.placing.unlock();
		}
	}

	private void handled(Read read, long sequence) {
		this.placing.lock();
		try {
			StreamPosition before = this.handled;
			if (read.seek == this.seeks.get() && before != null) {
				this.handled = before.upTo(sequence);
			}
		}
		finally {
			this.placing.unlock();
		}
	}

	/**
	 * A message and the place it was read from.
	 */
	private record Read(Delivery delivery, int seek) {
	}

	/**
	 * One consumer, from its making to its end.
	 */
	private static final class Reading {

		final Connection connection;

		final String stream;

		final String consumer;

		final PullEngine engine;

		final int seek;

		volatile long next = 1;

		Reading(Connection connection, String stream, String consumer, PullEngine engine, int seek) {
			this.connection = connection;
			this.stream = stream;
			this.consumer = consumer;
			this.engine = engine;
			this.seek = seek;
		}

	}

}

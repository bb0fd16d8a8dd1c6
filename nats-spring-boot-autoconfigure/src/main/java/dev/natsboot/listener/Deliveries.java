package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.deadletter.DeadLetterOrigin;
import dev.natsboot.deadletter.DeadLetterWriter;
import dev.natsboot.jetstream.DeliveryCount;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * What happens to the messages of a JetStream container from their delivery to their
 * settlement: the handler is called, the outcome is told to the server, once, and the
 * lease is kept until then.
 */
final class Deliveries {

	static final ThreadLocal<@Nullable Acknowledgment> CURRENT = new ThreadLocal<>();

	private static final LogAccessor logger = new LogAccessor(Deliveries.class);

	private static final Duration PAUSE_STEP = Duration.ofMillis(100);

	private static final Duration DEAD_LETTER_AGAIN = Duration.ofSeconds(5);

	private final NatsListenerEndpoint endpoint;

	private final ListenerOptions options;

	private final ListenerServices services;

	private final InboundHandler handler;

	private final Runnable fail;

	private final boolean settling;

	private final Supplier<@Nullable Connection> connection;

	private volatile boolean ending;

	private final Set<Delivery> held = ConcurrentHashMap.newKeySet();

	private final InFlight open = new InFlight();

	private final LongAdder settled = new LongAdder();

	private final LongAdder settleNanos = new LongAdder();

	private final Acks acks;

	private volatile long maxDeliveries;

	private volatile long ackWait;

	Deliveries(NatsListenerEndpoint endpoint, ListenerOptions options, ListenerServices services,
			InboundHandler handler, Runnable fail, boolean settling, Supplier<@Nullable Connection> connection) {
		this.endpoint = endpoint;
		this.options = options;
		this.services = services;
		this.handler = handler;
		this.fail = fail;
		this.settling = settling;
		this.connection = connection;
		this.acks = Acks.of(endpoint.description(), options);
		this.maxDeliveries = options.maxDeliveries();
		this.ackWait = options.ackWait().toNanos();
	}

	/**
	 * Tells what the consumer really does, which may differ from what was asked for.
	 * @param consumer the consumer's configuration
	 */
	void follow(ConsumerConfiguration consumer) {
		long limit = consumer.getMaxDeliver();
		this.maxDeliveries = (limit > 0) ? Math.min(limit, this.options.maxDeliveries()) : this.options.maxDeliveries();
		// with delays of its own, each delivery has another ack wait
		Duration wait = consumer.getBackoff().stream().min(Comparator.naturalOrder()).orElse(consumer.getAckWait());
		this.ackWait = (wait != null && !wait.isZero()) ? wait.toNanos() : this.options.ackWait().toNanos();
	}

	/**
	 * Whether the container is about to stop, and messages that cannot be settled now are
	 * to be handed back.
	 * @param about whether it is
	 */
	void ending(boolean about) {
		this.ending = about;
	}

	Delivery received(Message message, @Nullable PullEngine engine) {
		Delivery delivery = new Delivery(message, engine);
		this.held.add(delivery);
		return delivery;
	}

	void handle(Delivery delivery) {
		if (isBeyondLastDelivery(delivery.message)) {
			// its deliveries ended without a word: whoever handled it did not survive it
			deadLetter(delivery, null);
			return;
		}
		Acknowledgment manual = this.endpoint.manual() ? new ManualAcknowledgment(this, delivery) : null;
		if (manual != null) {
			begin(delivery);
		}
		try {
			CompletionStage<?> stage = call(delivery.message, manual);
			if (stage != null) {
				begin(delivery);
				stage.whenComplete((result, failure) -> completed(delivery, failure, manual == null));
			}
			else if (manual == null) {
				acknowledge(delivery);
			}
		}
		catch (Throwable ex) {
			failed(delivery, ex);
		}
	}

	/**
	 * Handles a message before anything behind it: what is to be delivered again is tried
	 * again here, after its delay, and a future is awaited.
	 * @param delivery the message
	 * @param ending whether the listener is about to stop
	 * @return {@code false} if the message is to be handed back
	 */
	boolean handleInOrder(Delivery delivery, BooleanSupplier ending) {
		if (isBeyondLastDelivery(delivery.message)) {
			deadLetter(delivery, null);
			return true;
		}
		long deliveries = DeliveryCount.of(delivery.message);
		while (true) {
			try {
				CompletionStage<?> stage = this.handler.handle(delivery.message);
				if (stage != null) {
					stage.toCompletableFuture().join();
				}
				acknowledge(delivery);
				return true;
			}
			catch (Throwable ex) {
				Duration delay = failedInOrder(delivery, cause(ex), deliveries++);
				if (delay == null) {
					return true;
				}
				if (!pause(delay, ending)) {
					return false;
				}
			}
		}
	}

	/**
	 * Decides on a failure, and settles the message unless it is to be tried again.
	 * @return after which delay it is tried again, or {@code null}
	 */
	private @Nullable Duration failedInOrder(Delivery delivery, Throwable cause, long deliveries) {
		AtomicReference<@Nullable Duration> again = new AtomicReference<>();
		this.services.aroundFailure(this.endpoint.description(), delivery.message, () -> {
			Settlement settlement = decide(delivery, cause, deliveries);
			if (settlement.action() == Settlement.Action.NAK) {
				again.set(settlement.delay());
			}
			else {
				settle(delivery, settlement, cause);
			}
		});
		return again.get();
	}

	private static boolean pause(Duration delay, BooleanSupplier ending) {
		Deadline deadline = Deadline.in(delay);
		while (!ending.getAsBoolean()) {
			long left = Math.min(deadline.left().toNanos(), PAUSE_STEP.toNanos());
			if (left == 0) {
				return true;
			}
			LockSupport.parkNanos(left);
			// left behind by a handler, it would let the pause return at once
			Thread.interrupted();
		}
		return false;
	}

	/**
	 * Gives messages back that were not begun, in the order of their stream: another
	 * instance gets them at once.
	 * @param deliveries the messages
	 */
	void handBack(List<Delivery> deliveries) {
		deliveries.sort(Comparator.comparingLong((delivery) -> delivery.message.metaData().streamSequence()));
		deliveries.forEach((delivery) -> settle(delivery, delivery.message::nak));
		if (!deliveries.isEmpty()) {
			logger.debug(() -> "Listener '" + this.endpoint.description().id() + "' handed back " + deliveries.size()
					+ " messages that it had not begun");
		}
	}

	/**
	 * Waits for futures, dead letters and settlements by hand.
	 * @param timeout how long
	 * @return whether none is open
	 */
	boolean awaitNoneOpen(Duration timeout) {
		return this.open.awaitNone(timeout);
	}

	long settled() {
		return this.settled.sum();
	}

	Duration settleTime() {
		return Duration.ofNanos(this.settleNanos.sum());
	}

	void forget() {
		this.held.clear();
	}

	/**
	 * Waits for the confirmations of acknowledgements, where there are to be any.
	 * @param timeout how long
	 */
	void awaitConfirmations(Duration timeout) {
		this.acks.close(timeout);
	}

	/**
	 * Sends the last acknowledgements again, which may have been lost with a server.
	 * @param connection the new connection
	 */
	void acknowledgeAgain(Connection connection) {
		this.acks.sendAgain(connection);
	}

	/**
	 * Forgets the last acknowledgements, which belong to a stream that is gone.
	 */
	void forgetAcknowledgements() {
		this.acks.forget();
	}

	/**
	 * Extends the leases that need it. Called periodically.
	 */
	void keepLeases() {
		this.acks.tick();
		long now = System.nanoTime();
		long wait = this.ackWait;
		long limit = this.options.maxLease().toNanos();
		this.held.forEach((delivery) -> {
			try {
				if (!delivery.keep(now, wait, limit)) {
					abandon(delivery);
				}
			}
			catch (IllegalStateException ex) {
				logger.debug(ex, "A lease could not be extended");
			}
		});
	}

	/**
	 * The longest lease is over: the message makes room for others and is waited for no
	 * more, though it may still be settled.
	 */
	private void abandon(Delivery delivery) {
		logger.error(() -> "Listener '" + this.endpoint.description().id() + "' has had message "
				+ delivery.message.metaData().streamSequence() + " in hand for " + this.options.maxLease()
				+ ": it may be delivered again now");
		leave(delivery);
		for (int i = delivery.closeAll(); i > 0; i--) {
			this.open.end();
		}
	}

	private void leave(Delivery delivery) {
		if (delivery.leave()) {
			this.held.remove(delivery);
			this.settled.increment();
			this.settleNanos.add(delivery.age());
			if (delivery.engine != null) {
				delivery.engine.released();
			}
		}
	}

	private boolean isBeyondLastDelivery(Message message) {
		return this.services.deadLetters() != null && DeliveryCount.of(message) > this.options.maxDeliveries();
	}

	private @Nullable CompletionStage<?> call(Message message, @Nullable Acknowledgment manual) throws Exception {
		if (manual == null) {
			return this.handler.handle(message);
		}
		CURRENT.set(manual);
		try {
			return this.handler.handle(message);
		}
		finally {
			CURRENT.remove();
		}
	}

	private void completed(Delivery delivery, @Nullable Throwable failure, boolean automatic) {
		try {
			if (failure != null) {
				failed(delivery, failure);
			}
			else if (automatic) {
				acknowledge(delivery);
			}
		}
		finally {
			end(delivery);
		}
	}

	private void begin(Delivery delivery) {
		delivery.open();
		this.open.begin();
	}

	private void end(Delivery delivery) {
		if (delivery.close()) {
			this.open.end();
		}
	}

	void failed(Delivery delivery, Throwable failure) {
		Throwable cause = cause(failure);
		this.services.aroundFailure(this.endpoint.description(), delivery.message,
				() -> settle(delivery, decide(delivery, cause, delivery.message.metaData().deliveredCount()), cause));
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException wrapper && wrapper.getCause() != null) ? wrapper.getCause()
				: failure;
	}

	private Settlement decide(Delivery delivery, Throwable cause, long deliveries) {
		return this.services.decide(this.endpoint, new FailedMessage(this.endpoint.description(), delivery.message,
				cause, deliveries, deliveries >= this.maxDeliveries));
	}

	private void settle(Delivery delivery, Settlement settlement, Throwable cause) {
		switch (settlement.action()) {
			case ACK -> acknowledge(delivery);
			case NAK -> settle(delivery, () -> delivery.message.nakWithDelay(settlement.delay()));
			case TERM -> term(delivery, String.valueOf(settlement.reason()));
			case DEAD_LETTER -> deadLetter(delivery, reason(cause));
			case STOP -> {
				settle(delivery, () -> {
				});
				this.fail.run();
			}
		}
	}

	private static Throwable reason(Throwable cause) {
		return (cause instanceof SettlementException && cause.getCause() != null) ? cause.getCause() : cause;
	}

	boolean acknowledge(Delivery delivery) {
		return settle(delivery, () -> {
			try {
				this.acks.ack(delivery.message);
			}
			catch (IllegalStateException ex) {
				// its client was closed meanwhile; the reply subject is the same on the
				// new one
				Connection now = this.connection.get();
				if (now == null || now == delivery.message.getConnection()) {
					throw ex;
				}
				this.acks.sendAgain(now);
			}
		});
	}

	boolean term(Delivery delivery, String reason) {
		return settle(delivery, () -> publishTerm(delivery.message, reason));
	}

	private static void publishTerm(Message message, String reason) {
		message.getConnection()
			.publish(Objects.requireNonNull(message.getReplyTo()),
					("+TERM " + reason).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Only when the stream of dead letters has confirmed the message is it given up.
	 */
	boolean deadLetter(Delivery delivery, @Nullable Throwable cause) {
		DeadLetterWriter writer = this.services.deadLetters();
		NatsJetStreamMetaData metaData = delivery.message.metaData();
		if (writer == null || !this.settling || writer.isDeadLetterStream(metaData.getStream())) {
			logger.error(() -> "Message " + metaData.streamSequence() + " of stream '" + metaData.getStream()
					+ "' is given up by listener '" + this.endpoint.description().id() + "' without a dead letter");
			return term(delivery, "given up");
		}
		if (!delivery.claim()) {
			return false;
		}
		begin(delivery);
		writeDeadLetter(writer, delivery, cause, 0);
		return true;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void writeDeadLetter(DeadLetterWriter writer, Delivery delivery, @Nullable Throwable cause, int refused) {
		NatsJetStreamMetaData metaData = delivery.message.metaData();
		boolean interrupted = Thread.interrupted();
		try {
			writer
				.write(DeadLetterOrigin.of(delivery.message), metaData.getConsumer(), this.endpoint.description().id(),
						metaData.deliveredCount(), cause)
				.thenAcceptAsync((complete) -> giveUp(delivery, complete), this.services::execute)
				.whenComplete((done, failure) -> {
					if (failure != null) {
						deadLetterFailed(writer, delivery, cause, cause(failure), refused);
					}
				});
		}
		catch (RuntimeException ex) {
			deadLetterFailed(writer, delivery, cause, ex, refused);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Its dead letter is confirmed. One that only points at the message must not be the
	 * reason for which the message leaves its stream.
	 */
	private void giveUp(Delivery delivery, boolean complete) {
		NatsJetStreamMetaData metaData = delivery.message.metaData();
		if (complete || Retention.keepsSettled(this.connection.get(), metaData.getStream())) {
			release(delivery, () -> publishTerm(delivery.message, "dead letter"));
		}
		else {
			Duration delay = Retention.delay(metaData.deliveredCount());
			Retention.reportKept(metaData, delay);
			release(delivery, () -> delivery.message.nakWithDelay(delay));
		}
		end(delivery);
	}

	/**
	 * A dead letter that could not be written is tried again here, with the lease kept:
	 * to have the message delivered again would use up deliveries.
	 */
	private void deadLetterFailed(DeadLetterWriter writer, Delivery delivery, @Nullable Throwable cause,
			Throwable failure, int refused) {
		if (this.ending) {
			release(delivery, () -> delivery.message.nakWithDelay(DEAD_LETTER_AGAIN));
			end(delivery);
		}
		else {
			int next = DeadLetterWriter.isTooLarge(failure) ? refused + 1 : 0;
			Duration delay = (next > 0) ? Retention.delay(next) : DEAD_LETTER_AGAIN;
			logger.error(failure, () -> "The dead letter of message " + delivery.message.metaData().streamSequence()
					+ " could not be written; it is tried again in " + delay.toSeconds() + " s");
			this.services.later(() -> writeDeadLetter(writer, delivery, cause, next), delay);
		}
	}

	boolean settle(Delivery delivery, Runnable how) {
		if (!delivery.claim()) {
			return false;
		}
		release(delivery, how);
		return true;
	}

	private void release(Delivery delivery, Runnable how) {
		// the client silently drops what an interrupted thread publishes
		boolean interrupted = Thread.interrupted();
		try {
			if (this.settling) {
				how.run();
			}
		}
		catch (IllegalStateException ex) {
			logger.debug(ex, "A message could not be settled; it is delivered again");
		}
		finally {
			leave(delivery);
			if (this.endpoint.manual()) {
				end(delivery);
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}

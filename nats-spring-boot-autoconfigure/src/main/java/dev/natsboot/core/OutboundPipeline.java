package dev.natsboot.core;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

/**
 * The way out behind the codec: filters, then the connection for the subject.
 */
final class OutboundPipeline {

	private final ConnectionSource connections;

	private final OutboundFilter[] filters;

	private final int maxInFlight;

	private final Semaphore inFlight;

	private final Duration maxInFlightWait;

	private final PublishRetry retry;

	private final PublishCounters counters = new PublishCounters();

	private final Executor executor;

	private final AckInboxes inboxes = new AckInboxes();

	private final Consumer<@Nullable PublishAck> completed = this::completed;

	OutboundPipeline(ConnectionSource connections, List<OutboundFilter> filters, int maxInFlight,
			Duration maxInFlightWait, PublishRetry retry, Executor executor) {
		this.connections = connections;
		this.filters = filters.toArray(OutboundFilter[]::new);
		this.maxInFlight = maxInFlight;
		this.inFlight = new Semaphore(maxInFlight);
		this.maxInFlightWait = maxInFlightWait;
		this.retry = retry;
		this.executor = executor;
	}

	boolean hasFilters() {
		return this.filters.length > 0;
	}

	PublishSnapshot publishes() {
		return this.counters.snapshot(inFlight());
	}

	int inFlight() {
		return this.maxInFlight - this.inFlight.availablePermits();
	}

	void sendBytes(String subject, byte[] data) {
		Wire.publish(this.connections.connection(subject), subject, null, null, data);
	}

	void send(OutboundMessage message) {
		run(message, (last) -> {
			Wire.publish(connection(last), last.subject(), last.replyTo(), last.headersOrNull(), last.data());
			return null;
		});
	}

	Message request(OutboundMessage message, Duration timeout) {
		PendingReply.checkNotInterrupted(message.subject());
		return result(Message.class,
				run(message, (last) -> last.checked(PendingReply.request(connection(last), last, timeout).await())));
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<Message> requestAsync(OutboundMessage message, Duration timeout) {
		return future(run(message, (last) -> {
			CompletableFuture<Message> reply = PendingReply.request(connection(last), last, timeout).async();
			return last.hasReplyChecks() ? reply.thenApplyAsync(last::checked, this.executor) : reply;
		}));
	}

	void requestMany(OutboundMessage message, Gathering gathering, Predicate<Message> more) {
		run(message, (last) -> {
			gathering.run(connection(last), last, (reply) -> isRefused(last, reply) || more.test(reply));
			return null;
		});
	}

	private static boolean isRefused(OutboundMessage request, Message reply) {
		try {
			request.checked(reply);
			return false;
		}
		catch (MessageRefusedException ex) {
			return true;
		}
	}

	PublishAck publish(OutboundMessage message, Duration timeout) {
		PendingReply.checkNotInterrupted(message.subject());
		return result(PublishAck.class, run(message, (last) -> attempts(last, timeout).await()));
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<PublishAck> publishAsync(OutboundMessage message, Duration timeout) {
		return future(run(message, (last) -> publishInFlight(last, timeout)));
	}

	/**
	 * Hands a message, as the filters leave it, to a batch.
	 */
	void collect(OutboundMessage message, List<OutboundMessage> batch) {
		run(message, (last) -> {
			batch.add(last);
			return null;
		});
	}

	PublishAck commit(List<OutboundMessage> batch, Duration timeout) {
		try {
			return this.counters.acknowledged(new BatchAttempts(this.connections, batch, this.retry, timeout).await(),
					batch.size());
		}
		catch (RuntimeException ex) {
			this.counters.failed(batch.size());
			throw ex;
		}
	}

	BigInteger increment(OutboundMessage message, Duration timeout) {
		PublishAck ack = publish(message, timeout);
		return Counters.value(ack, connection(message), message.subject());
	}

	private CompletableFuture<PublishAck> publishInFlight(OutboundMessage message, Duration timeout) {
		acquire(message.subject());
		try {
			AsyncPublish publish = new AsyncPublish(attempts(message, timeout), this.inboxes, this.executor,
					this.completed);
			publish.send();
			return publish;
		}
		catch (RuntimeException | Error ex) {
			completed(null);
			throw ex;
		}
	}

	private void completed(@Nullable PublishAck ack) {
		this.counters.completed(ack);
		this.inFlight.release();
	}

	private PublishAttempts attempts(OutboundMessage message, Duration timeout) {
		return new PublishAttempts(this.connections, message, this.retry, timeout, this.counters);
	}

	private void acquire(String subject) {
		if (this.inFlight.tryAcquire()) {
			return;
		}
		try {
			if (!this.inFlight.tryAcquire(this.maxInFlightWait.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new OutgoingBufferFullException("Cannot publish to '" + subject + "': " + this.maxInFlight
						+ " publishes wait for their acknowledgement (nats.template.max-in-flight) and none got it within "
						+ this.maxInFlightWait.toMillis() + " ms");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NatsInterruptedException("The thread was interrupted while it waited to publish to '" + subject
					+ "'; the message was not sent", ex);
		}
	}

	private Connection connection(OutboundMessage message) {
		return this.connections.connection(message.subject());
	}

	private @Nullable Object run(OutboundMessage message, OutboundFilter.Next last) {
		return (this.filters.length == 0) ? last.proceed(message) : run(0, message, last);
	}

	private @Nullable Object run(int index, OutboundMessage message, OutboundFilter.Next last) {
		if (index == this.filters.length) {
			return last.proceed(message);
		}
		return this.filters[index].filter(message, (next) -> run(index + 1, next, last));
	}

	private static <T> T result(Class<T> type, @Nullable Object result) {
		if (!type.isInstance(result)) {
			throw new IllegalStateException(
					"An OutboundFilter did not return what the rest of the way returned, a " + type.getSimpleName());
		}
		return type.cast(result);
	}

	@SuppressWarnings("unchecked")
	private static <T> CompletableFuture<T> future(@Nullable Object result) {
		return result(CompletableFuture.class, result);
	}

}

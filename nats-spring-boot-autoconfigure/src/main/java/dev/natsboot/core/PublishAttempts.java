package dev.natsboot.core;

import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one publish into a stream, from the first to the acknowledgement or the
 * failure. Used by one thread after the other.
 */
final class PublishAttempts {

	private final ConnectionSource connections;

	private final OutboundMessage message;

	private final Attempts attempts;

	private final boolean hasId;

	private final PublishCounters counters;

	/** Set once an attempt may have been stored without our knowing. */
	private boolean uncertain;

	PublishAttempts(ConnectionSource connections, OutboundMessage message, PublishRetry retry, Duration timeout,
			PublishCounters counters) {
		this.connections = connections;
		this.message = message;
		this.attempts = new Attempts(retry, timeout);
		this.counters = counters;
		Headers headers = message.headersOrNull();
		this.hasId = headers != null && headers.containsKey(NatsJetStreamConstants.MSG_ID_HDR);
	}

	PublishAck await() {
		PublishAck ack = null;
		try {
			ack = awaitAll();
			return ack;
		}
		finally {
			this.counters.completed(ack);
		}
	}

	private PublishAck awaitAll() {
		// the first attempt fails at once where nothing could be sent, the others do not
		PendingReply reply = request();
		while (true) {
			try {
				return reply.ack(reply.await());
			}
			catch (NatsException ex) {
				reply = afterPause(ex);
			}
		}
	}

	private PendingReply afterPause(NatsException failure) {
		NatsException last = failure;
		while (true) {
			Attempts.pause(delay(last), this.message.subject());
			try {
				return request();
			}
			catch (NatsException ex) {
				last = ex;
			}
		}
	}

	private PendingReply request() {
		return PendingReply.request(connection(), this.message, next());
	}

	OutboundMessage message() {
		return this.message;
	}

	/**
	 * The connection for the next attempt.
	 */
	Connection connection() {
		return this.connections.connection(this.message.subject());
	}

	/**
	 * Begins an attempt.
	 * @return how long it may take
	 */
	Duration next() {
		return this.attempts.next(this.hasId);
	}

	/**
	 * How long to wait before the next attempt.
	 * @throws NatsException if there is none
	 */
	Duration delay(NatsException ex) {
		boolean unknown = ex instanceof NatsTimeoutException || ex instanceof NatsNotConnectedException;
		boolean again = unknown ? this.hasId : Attempts.isRetryable(ex);
		Duration delay = again ? this.attempts.delay() : null;
		if (delay == null) {
			throw result(ex);
		}
		this.counters.retried();
		this.uncertain = this.uncertain || unknown;
		return delay;
	}

	/**
	 * The last failure says nothing about an attempt before it that may have been stored.
	 */
	private NatsException result(NatsException last) {
		if (!this.uncertain || last instanceof NatsInterruptedException) {
			return last;
		}
		return new NatsTimeoutException(
				"No acknowledgement from '" + this.message.subject() + "' in " + this.attempts.made()
						+ " attempts, of which one may have been stored; the last one: " + last.getMessage(),
				last);
	}

}

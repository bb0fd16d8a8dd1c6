package dev.natsboot.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;

/**
 * One atomic batch on the wire. Each attempt has a batch id of its own: what an earlier
 * one left at the server is never committed.
 */
final class BatchAttempts {

	private static final int INCOMPLETE = 10176;

	private final ConnectionSource connections;

	private final List<OutboundMessage> messages;

	private final Attempts attempts;

	/** Whether the last message, which commits the batch, may have been sent. */
	private boolean committing;

	BatchAttempts(ConnectionSource connections, List<OutboundMessage> messages, PublishRetry retry, Duration timeout) {
		this.connections = connections;
		this.messages = messages;
		this.attempts = new Attempts(retry, timeout);
	}

	PublishAck await() {
		String subject = this.messages.get(0).subject();
		PendingReply.checkNotInterrupted(subject);
		while (true) {
			Duration first = this.attempts.next(true);
			this.committing = false;
			try {
				return attempt(this.connections.connection(subject), NUID.nextGlobal(), first);
			}
			catch (NatsException ex) {
				Duration delay = storedNothingForNow(ex) ? this.attempts.delay() : null;
				if (delay == null) {
					throw ex;
				}
				Attempts.pause(delay, subject);
			}
		}
	}

	private boolean storedNothingForNow(NatsException ex) {
		if (ex instanceof NatsTimeoutException) {
			return !this.committing;
		}
		return Attempts.isRetryable(ex)
				|| (ex instanceof StreamRejectedException rejected && rejected.getErrorCode() == INCOMPLETE);
	}

	/**
	 * Waits for the answer to the first message, which tells whether the stream takes
	 * batches at all, then sends the others in one go. Each is answered, by nothing or an
	 * error that says more than the one to the last message.
	 */
	private PublishAck attempt(Connection connection, String batchId, Duration first) {
		int last = this.messages.size();
		List<PendingReply> begun = new ArrayList<>(last);
		for (int sequence = 1; sequence < last; sequence++) {
			PendingReply reply = send(connection, batchId, sequence, (sequence == 1) ? first : left());
			begun.add(reply);
			if (sequence == 1) {
				checkBegun(reply, reply.await());
			}
		}
		this.committing = true;
		PendingReply commit = send(connection, batchId, last, left());
		try {
			return commit.ack(commit.await());
		}
		catch (StreamRejectedException ex) {
			begun.forEach(PendingReply::checkNoError);
			throw (ex.getCause() instanceof JetStreamApiException error) ? refused(error) : ex;
		}
	}

	private PendingReply send(Connection connection, String batchId, int sequence, Duration timeout) {
		OutboundMessage message = this.messages.get(sequence - 1);
		Headers headers = new Headers(message.headers()).put(NatsJetStreamConstants.NATS_BATCH_ID_HDR, batchId)
			.put(NatsJetStreamConstants.NATS_BATCH_SEQUENCE_HDR, Integer.toString(sequence));
		if (sequence == this.messages.size()) {
			headers.put(NatsJetStreamConstants.NATS_BATCH_COMMIT_HDR, "1");
		}
		return PendingReply.request(connection,
				new OutboundMessage(message.kind(), message.subject(), null, headers, message.data()), timeout);
	}

	private Duration left() {
		return this.attempts.remaining();
	}

	private static void checkBegun(PendingReply reply, Message answer) {
		if (answer.getData().length > 0) {
			PublishAck ack = reply.ack(answer);
			throw new NatsException("The server does not know batches, which need version 2.12; it stored the first "
					+ "message of the batch in stream '" + ack.getStream() + "' as a single one");
		}
	}

	private StreamRejectedException refused(JetStreamApiException error) {
		return new StreamRejectedException("The stream refused the batch of " + this.messages.size()
				+ " messages that begins with '" + this.messages.get(0).subject() + "'", error);
	}

}

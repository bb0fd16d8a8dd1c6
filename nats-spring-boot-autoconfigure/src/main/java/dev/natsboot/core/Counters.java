package dev.natsboot.core;

import java.io.IOException;
import java.math.BigInteger;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValueUtils;

/**
 * Streams that count (ADR-49).
 */
final class Counters {

	static final String INCREMENT = "Nats-Incr";

	private static final int NO_MESSAGE = 10037;

	private Counters() {
	}

	static String increment(BigInteger by) {
		return (by.signum() < 0) ? by.toString() : "+" + by;
	}

	/**
	 * The value that the acknowledgement tells. One for a duplicate, as after a retry,
	 * tells none, so it is read from the message that was stored.
	 */
	static BigInteger value(PublishAck ack, Connection connection, String subject) {
		String value = ack.getVal();
		if (value != null) {
			return new BigInteger(value);
		}
		if (!ack.isDuplicate()) {
			throw new NatsException("What answered the increment of '" + subject
					+ "' does not count; counters need server 2.12 and allow_msg_counter");
		}
		try {
			return read(stored(ack, connection, subject));
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			throw new NatsException("The increment of '" + subject + "' is counted, but its value cannot be read", ex);
		}
	}

	private static MessageInfo stored(PublishAck ack, Connection connection, String subject)
			throws IOException, JetStreamApiException {
		JetStreamManagement management = connection
			.jetStreamManagement(JetStreamOptions.builder().domain(ack.getDomain()).build());
		try {
			return management.getMessage(ack.getStream(), ack.getSeqno());
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != NO_MESSAGE) {
				throw ex;
			}
			// others counted on meanwhile, and the stream keeps no history
			return management.getLastMessage(ack.getStream(), subject);
		}
	}

	private static BigInteger read(MessageInfo message) throws IOException {
		String value = JsonValueUtils.readString(JsonParser.parse(message.getData()), "val");
		if (value == null) {
			throw new IOException("the stored message is no counter");
		}
		return new BigInteger(value);
	}

}

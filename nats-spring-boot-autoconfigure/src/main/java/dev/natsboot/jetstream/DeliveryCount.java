package dev.natsboot.jetstream;

import java.util.Objects;

import io.nats.client.Message;

/**
 * How often the server has delivered a message, read from the reply subject in its place.
 * The client's metadata holds the same, but costs more than all else that is done for a
 * message that is delivered for the first time.
 *
 * @since 0.1.0
 */
public final class DeliveryCount {

	private static final String FIRST = "1.";

	private static final int DOTS_OF_SHORT = 8;

	private static final int BEFORE_IN_SHORT = 4;

	private static final int BEFORE_IN_LONG = 6;

	private DeliveryCount() {
	}

	/**
	 * The number of deliveries, this one included. The subject is
	 * {@code $JS.ACK.<stream>.<consumer>.<deliveries>...} with eight or nine tokens, or
	 * has domain and account in front of the stream (ADR-15).
	 * @param message a message of JetStream
	 * @return the number, from 1
	 * @throws IllegalStateException if it is not a message of JetStream
	 */
	public static long of(Message message) {
		String subject = Objects.requireNonNull(message.getReplyTo());
		int dots = 0;
		int inShort = 0;
		int inLong = 0;
		for (int i = subject.indexOf('.'); i >= 0; i = subject.indexOf('.', i + 1)) {
			dots++;
			if (dots == BEFORE_IN_SHORT) {
				inShort = i + 1;
			}
			else if (dots == BEFORE_IN_LONG) {
				inLong = i + 1;
			}
		}
		boolean first = subject.startsWith(FIRST, (dots > DOTS_OF_SHORT) ? inLong : inShort);
		return first ? 1 : message.metaData().deliveredCount();
	}

}

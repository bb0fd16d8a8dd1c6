package dev.natsboot.jetstream;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Where in a stream a new consumer begins.
 *
 * @param policy the kind of beginning
 * @param sequence the first sequence, for {@link DeliverPolicy#ByStartSequence}
 * @param time the time of the first message, for {@link DeliverPolicy#ByStartTime}
 * @since 0.1.0
 */
public record DeliverFrom(DeliverPolicy policy, long sequence, @Nullable Instant time) {

	/**
	 * From the first message of the stream.
	 */
	public static final DeliverFrom ALL = new DeliverFrom(DeliverPolicy.All, 0, null);

	/**
	 * After the last message of the stream.
	 */
	public static final DeliverFrom NEW = new DeliverFrom(DeliverPolicy.New, 0, null);

	/**
	 * From the last message of the stream.
	 */
	public static final DeliverFrom LAST = new DeliverFrom(DeliverPolicy.Last, 0, null);

	/**
	 * Reads a beginning.
	 * @param text {@code all}, {@code new}, {@code last}, {@code last-per-subject},
	 * {@code sequence:17} or {@code time:2026-01-31T00:00:00Z}
	 * @return the beginning
	 * @throws IllegalArgumentException if it is none of these
	 */
	public static DeliverFrom valueOf(String text) {
		String value = text.trim();
		int colon = value.indexOf(':');
		String kind = ((colon < 0) ? value : value.substring(0, colon)).toLowerCase(Locale.ROOT);
		String rest = (colon < 0) ? "" : value.substring(colon + 1);
		if (rest.isEmpty() == (kind.equals("sequence") || kind.equals("time"))) {
			throw new IllegalArgumentException("'" + text + "' is not a beginning");
		}
		return switch (kind) {
			case "all" -> ALL;
			case "new" -> NEW;
			case "last" -> LAST;
			case "last-per-subject" -> new DeliverFrom(DeliverPolicy.LastPerSubject, 0, null);
			case "sequence" -> after(Long.parseLong(rest) - 1);
			case "time" -> at(instant(rest));
			default -> throw new IllegalArgumentException("'" + text + "' is not a beginning");
		};
	}

	/**
	 * After a message.
	 * @param sequence the message's sequence, 0 for the beginning
	 * @return the beginning
	 */
	public static DeliverFrom after(long sequence) {
		if (sequence < 0) {
			throw new IllegalArgumentException("a sequence is 1 or more");
		}
		return new DeliverFrom(DeliverPolicy.ByStartSequence, sequence + 1, null);
	}

	/**
	 * From the first message of a time.
	 * @param time the time
	 * @return the beginning
	 */
	public static DeliverFrom at(Instant time) {
		return new DeliverFrom(DeliverPolicy.ByStartTime, 0, time);
	}

	void apply(ConsumerConfiguration.Builder builder) {
		builder.deliverPolicy(this.policy);
		if (this.policy == DeliverPolicy.ByStartSequence) {
			builder.startSequence(this.sequence);
		}
		if (this.time != null) {
			builder.startTime(this.time.atZone(ZoneOffset.UTC));
		}
	}

	private static Instant instant(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a time such as 2026-01-31T00:00:00Z", ex);
		}
	}

}

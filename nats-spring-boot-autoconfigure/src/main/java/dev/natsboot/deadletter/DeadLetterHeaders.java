package dev.natsboot.deadletter;

/**
 * The headers that a dead letter has beside those of the original message. Headers of the
 * original that belong to NATS itself ({@code Nats-...}) have {@link #ORIGINAL_PREFIX} in
 * front, since they would act again.
 *
 * @since 0.1.0
 */
public final class DeadLetterHeaders {

	/**
	 * The stream that the message was in.
	 */
	public static final String STREAM = "Dead-Letter-Stream";

	/**
	 * The message's subject.
	 */
	public static final String SUBJECT = "Dead-Letter-Subject";

	/**
	 * The message's sequence in its stream.
	 */
	public static final String SEQUENCE = "Dead-Letter-Sequence";

	/**
	 * The consumer that gave it up.
	 */
	public static final String CONSUMER = "Dead-Letter-Consumer";

	/**
	 * The listener that gave it up.
	 */
	public static final String LISTENER = "Dead-Letter-Listener";

	/**
	 * How often it had been delivered.
	 */
	public static final String DELIVERIES = "Dead-Letter-Deliveries";

	/**
	 * When it came into its stream, as ISO 8601.
	 */
	public static final String PUBLISHED_AT = "Dead-Letter-Published-At";

	/**
	 * When it was given up, as ISO 8601.
	 */
	public static final String FAILED_AT = "Dead-Letter-Failed-At";

	/**
	 * The class of the exception, or why there is none.
	 */
	public static final String EXCEPTION = "Dead-Letter-Exception";

	/**
	 * The exception's message, cut and with a question mark for each character that a
	 * header cannot hold.
	 */
	public static final String MESSAGE = "Dead-Letter-Message";

	/**
	 * What of the original a dead letter leaves out since the whole was too large:
	 * {@link #OMITTED_MESSAGE}, {@link #OMITTED_HEADERS}, {@link #OMITTED_PAYLOAD}. What
	 * is left out is at the place that the letter names, as long as its stream keeps it.
	 */
	public static final String OMITTED = "Dead-Letter-Omitted";

	/**
	 * Why something was left out, in the words of who refused the whole.
	 */
	public static final String OMITTED_BECAUSE = "Dead-Letter-Omitted-Because";

	/**
	 * A value of {@link #OMITTED}: the exception's message.
	 */
	public static final String OMITTED_MESSAGE = "message";

	/**
	 * A value of {@link #OMITTED}: some of the original's headers, or all.
	 */
	public static final String OMITTED_HEADERS = "headers";

	/**
	 * A value of {@link #OMITTED}: the payload.
	 */
	public static final String OMITTED_PAYLOAD = "payload";

	/**
	 * What stands before the names of the original's own {@code Nats-} headers.
	 */
	public static final String ORIGINAL_PREFIX = "Original-";

	/**
	 * On a message that was put back: what identified the original, its message id or its
	 * {@link #place place}. Consumers that had handled the original can tell by it.
	 */
	public static final String REDRIVEN_ID = "Redriven-Id";

	/**
	 * What all of these begin with.
	 */
	static final String PREFIX = "Dead-Letter-";

	private DeadLetterHeaders() {
	}

	/**
	 * Whether a header means something to NATS itself.
	 */
	static boolean isControl(String name) {
		return name.regionMatches(true, 0, "nats-", 0, 5);
	}

	/**
	 * Identifies a message without a message id by its place in a stream. The time tells
	 * it from one with the same sequence in a stream that was deleted and made again.
	 * @param sequence the message's sequence
	 * @param publishedAt when it came into the stream, as ISO 8601
	 * @return such as {@code 17:2026-01-01T12:00:00.123456789Z}
	 */
	public static String place(String sequence, String publishedAt) {
		return sequence + ":" + publishedAt;
	}

}

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
	 * What stands before the names of the original's own {@code Nats-} headers.
	 */
	public static final String ORIGINAL_PREFIX = "Original-";

	/**
	 * What all of these begin with.
	 */
	static final String PREFIX = "Dead-Letter-";

	private DeadLetterHeaders() {
	}

}

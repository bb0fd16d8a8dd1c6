package dev.natsboot.jetstream;

/**
 * The JetStream API does not do what is asked just now, and may later.
 */
final class JetStreamAway extends Exception {

	private final boolean answered;

	JetStreamAway(String message, boolean answered) {
		super(message);
		this.answered = answered;
	}

	/**
	 * Whether there was an answer, so that asking for something else makes sense.
	 */
	boolean isAnswered() {
		return this.answered;
	}

}

package dev.natsboot.listener;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message whose handling failed: the decision of an
 * {@link ErrorHandler}. Immutable.
 *
 * @since 0.1.0
 */
public final class Settlement {

	private static final Settlement ACK = new Settlement(Action.ACK, Duration.ZERO, null);

	private static final Settlement DEAD_LETTER = new Settlement(Action.DEAD_LETTER, Duration.ZERO, null);

	private static final Settlement STOP = new Settlement(Action.STOP, Duration.ZERO, null);

	private final Action action;

	private final Duration delay;

	private final @Nullable String reason;

	private Settlement(Action action, Duration delay, @Nullable String reason) {
		this.action = action;
		this.delay = delay;
		this.reason = reason;
	}

	/**
	 * Treats the message as handled.
	 * @return the decision
	 */
	public static Settlement ack() {
		return ACK;
	}

	/**
	 * Has the message delivered again.
	 * @param delay how long to wait first; must be above zero, since a message that fails
	 * at once and comes back at once does so in a hot loop
	 * @return the decision
	 */
	public static Settlement nak(Duration delay) {
		if (delay.isNegative() || delay.isZero()) {
			throw new IllegalArgumentException("a nak needs a delay above zero");
		}
		return new Settlement(Action.NAK, delay, null);
	}

	/**
	 * Gives the message up: the consumer never delivers it again.
	 * @param reason why, for the server's advisory; no line breaks and no payload
	 * @return the decision
	 */
	public static Settlement term(String reason) {
		return new Settlement(Action.TERM, Duration.ZERO, Objects.requireNonNull(reason));
	}

	/**
	 * Gives the message up and keeps it as a dead letter. It is terminated only when the
	 * stream of dead letters has confirmed it; if that fails, it is delivered again.
	 * @return the decision
	 */
	public static Settlement deadLetter() {
		return DEAD_LETTER;
	}

	/**
	 * Leaves the message unsettled, to be delivered again, and stops the listener.
	 * @return the decision
	 */
	public static Settlement stop() {
		return STOP;
	}

	/**
	 * What to do.
	 * @return the action
	 */
	public Action action() {
		return this.action;
	}

	/**
	 * The delay of a nak.
	 * @return the delay; zero for other actions
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * The reason of a term.
	 * @return the reason, or {@code null} for other actions
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	@Override
	public String toString() {
		return switch (this.action) {
			case ACK -> "acknowledged";
			case NAK -> "to be delivered again in " + this.delay.toMillis() + " ms";
			case TERM -> "given up (" + this.reason + ")";
			case DEAD_LETTER -> "becomes a dead letter";
			case STOP -> "left unsettled, listener stopped";
		};
	}

	/**
	 * The kinds of decision.
	 */
	public enum Action {

		/**
		 * Handled.
		 */
		ACK,

		/**
		 * Deliver again after a delay.
		 */
		NAK,

		/**
		 * Never deliver again.
		 */
		TERM,

		/**
		 * Keep as a dead letter.
		 */
		DEAD_LETTER,

		/**
		 * Stop the listener.
		 */
		STOP

	}

}

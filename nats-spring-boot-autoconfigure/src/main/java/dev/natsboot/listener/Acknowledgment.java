package dev.natsboot.listener;

import java.time.Duration;

/**
 * Settles one JetStream message by hand. A listener method with a parameter of this type
 * settles its messages itself, during the call or later; until then in-progress signals
 * keep the server from delivering the message again, up to
 * {@code nats.listener.max-lease}. Where the method throws before it has settled the
 * message, its error handler decides.
 * <p>
 * May be called from any thread. The first settlement counts; later ones do nothing.
 *
 * @since 0.1.0
 */
public interface Acknowledgment {

	/**
	 * The message is handled.
	 * @return whether this call settled it
	 */
	boolean ack();

	/**
	 * The message is to be delivered again.
	 * @param delay how long to wait first, above zero
	 * @return whether this call settled it
	 */
	boolean nak(Duration delay);

	/**
	 * The message is given up, without a dead letter.
	 * @param reason why, for the server's advisory
	 * @return whether this call settled it
	 */
	boolean term(String reason);

	/**
	 * The message is given up and becomes a dead letter.
	 * @param cause why
	 * @return whether this call settled it
	 */
	boolean deadLetter(Throwable cause);

	/**
	 * The message is still being handled: its ack wait begins anew. Done by itself while
	 * the message is not settled, but for calls beyond the longest lease.
	 */
	void inProgress();

	/**
	 * The message that the calling thread's listener method is being called with.
	 * @return its acknowledgment
	 * @throws IllegalStateException if there is none
	 */
	static Acknowledgment current() {
		Acknowledgment current = Deliveries.CURRENT.get();
		if (current == null) {
			throw new IllegalStateException("No JetStream message is being handled by this thread");
		}
		return current;
	}

}

package dev.natsboot.listener;

import dev.natsboot.jetstream.DeliverFrom;

/**
 * Says where in its stream a replay listener reads on. A method of a listener with
 * {@code deliver} and no {@code durable} may have a parameter of this type; it is the
 * same for all messages, and may be kept. Thread-safe.
 *
 * @since 0.1.0
 */
public interface ReplayControl {

	/**
	 * Reads on from another place. A message that the handler has begun is finished, also
	 * if that takes longer than this call, but is not tried again when it fails; no other
	 * message of the old place is begun after this returned. Returns when the server has
	 * the new place, or after 10 s; a listener that waits, is paused or stopped begins
	 * there when it is served.
	 * @param place the first message to read
	 */
	void seek(DeliverFrom place);

	/**
	 * The control of the listener that the calling thread's method is called by.
	 * @return the control
	 * @throws IllegalStateException if there is none
	 */
	static ReplayControl current() {
		ReplayControl current = ReplayContainer.CURRENT.get();
		if (current == null) {
			throw new IllegalStateException("No replay listener is being called by this thread");
		}
		return current;
	}

}

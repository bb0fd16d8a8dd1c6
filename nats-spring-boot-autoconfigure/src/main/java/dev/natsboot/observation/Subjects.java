package dev.natsboot.observation;

import dev.natsboot.core.ListenerDescription;

/**
 * A listener's subjects as one value with few possibilities.
 */
final class Subjects {

	private Subjects() {
	}

	/**
	 * The subjects as they are written at the listener; {@code >} for all of a stream.
	 */
	static String of(ListenerDescription listener) {
		return listener.subjects().isEmpty() ? ">" : String.join(",", listener.subjects());
	}

}

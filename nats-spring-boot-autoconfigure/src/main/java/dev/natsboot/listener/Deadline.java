package dev.natsboot.listener;

import java.time.Duration;

/**
 * A point in time that several steps share.
 */
final class Deadline {

	private final long end;

	private Deadline(long end) {
		this.end = end;
	}

	static Deadline in(Duration time) {
		return new Deadline(System.nanoTime() + time.toNanos());
	}

	Duration left() {
		return Duration.ofNanos(Math.max(0, this.end - System.nanoTime()));
	}

}

package dev.natsboot.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.core.SecurityOutcomes.Direction;
import dev.natsboot.security.token.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The counters of what is decided, each asked for once. Thread-safe.
 */
final class Outcomes {

	private static final String NONE = "none";

	private final SecurityOutcomes outcomes;

	private final Map<Key, Runnable> counters = new ConcurrentHashMap<>();

	Outcomes(SecurityOutcomes outcomes) {
		this.outcomes = outcomes;
	}

	/**
	 * A message to a listener.
	 */
	void consumed(String listener, @Nullable Refusal refusal) {
		count(new Key(Direction.IN, listener, refusal));
	}

	/**
	 * A reply to a request of this application.
	 */
	void replied(@Nullable Refusal refusal) {
		count(new Key(Direction.IN, NONE, refusal));
	}

	/**
	 * A message to NATS.
	 */
	void published(@Nullable Refusal refusal) {
		count(new Key(Direction.OUT, NONE, refusal));
	}

	private void count(Key key) {
		Runnable counter = this.counters.get(key);
		if (counter == null) {
			Refusal refusal = key.refusal();
			counter = this.counters.computeIfAbsent(key,
					(added) -> (refusal == null)
							? this.outcomes.counter(added.direction(), "accepted", NONE, added.listener())
							: this.outcomes.counter(added.direction(), "refused", refusal.code(), added.listener()));
		}
		counter.run();
	}

	private record Key(Direction direction, String listener, @Nullable Refusal refusal) {
	}

}

package dev.natsboot.security.proof;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;

/**
 * Remembers the proofs of core messages for as long as they could be used again. Bounded;
 * when it is full, messages are refused until there is room. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ReplayCache {

	private final int maxSize;

	private final Duration retention;

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private Set<Key> current = new HashSet<>();

	private Set<Key> previous = new HashSet<>();

	private Instant next;

	/**
	 * Creates a cache.
	 * @param maxSize how many proofs it remembers at the most
	 * @param window how far apart the signing and the arrival of a message may be
	 * @param clock tells the time
	 */
	public ReplayCache(int maxSize, Duration window, Clock clock) {
		this.maxSize = maxSize;
		this.retention = window.multipliedBy(2).plusSeconds(1);
		this.clock = clock;
		this.next = clock.instant().plus(this.retention);
	}

	/**
	 * Remembers a proof.
	 * @param listener who got the message
	 * @param proof its verified proof
	 * @throws RefusedTokenException if this listener has had the proof, or there is no
	 * room
	 */
	public void add(String listener, Proof proof) {
		Key key = new Key(listener, proof.sender(), proof.id());
		this.lock.lock();
		try {
			turn();
			if (this.previous.contains(key) || this.current.contains(key)) {
				throw new RefusedTokenException(Refusal.REPLAYED);
			}
			if (this.current.size() + this.previous.size() >= this.maxSize) {
				throw new RefusedTokenException(Refusal.REPLAY_CACHE_FULL);
			}
			this.current.add(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was added before the last turn is older than it need be remembered.
	 */
	private void turn() {
		Instant now = this.clock.instant();
		if (now.isAfter(this.next)) {
			boolean quiet = now.isAfter(this.next.plus(this.retention));
			this.previous = quiet ? new HashSet<>() : this.current;
			this.current = new HashSet<>();
			this.next = now.plus(this.retention);
		}
	}

	private record Key(String listener, String sender, String id) {
	}

}

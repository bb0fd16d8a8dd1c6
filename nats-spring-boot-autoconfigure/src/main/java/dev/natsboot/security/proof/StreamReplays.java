package dev.natsboot.security.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.security.token.Refusal;
import dev.natsboot.security.token.RefusedTokenException;
import io.nats.client.impl.NatsJetStreamMetaData;

/**
 * Remembers where in its stream the message of a proof is: at the same place it is
 * delivered again, at another it is a copy. The oldest are forgotten first; what keeps
 * copies out of the stream itself is the signed message id, in the stream's duplicate
 * window. Thread-safe.
 *
 * @since 0.1.0
 */
public final class StreamReplays {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Key, Long> places;

	/**
	 * Creates it.
	 * @param maxSize how many proofs are remembered at the most
	 */
	public StreamReplays(int maxSize) {
		this.places = new LinkedHashMap<>() {
			@Override
			protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
				return size() > maxSize;
			}
		};
	}

	/**
	 * Remembers a proof.
	 * @param listener who got the message
	 * @param metaData where the message is
	 * @param proof its verified proof
	 * @throws RefusedTokenException if the proof was at another place
	 */
	public void add(String listener, NatsJetStreamMetaData metaData, Proof proof) {
		Key key = new Key(listener, metaData.getStream(), proof.sender(), proof.id());
		this.lock.lock();
		try {
			Long known = this.places.putIfAbsent(key, metaData.streamSequence());
			if (known != null && known != metaData.streamSequence()) {
				throw new RefusedTokenException(Refusal.REPLAYED);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Key(String listener, String stream, String sender, String id) {
	}

}

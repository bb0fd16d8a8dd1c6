package dev.natsboot.once;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;

import org.springframework.core.log.LogAccessor;

/**
 * A message that this process is handling: a key with a limited time to live, which is
 * extended until the handler is done. Thread-safe.
 */
final class KvClaim {

	static final byte[] DONE = "done".getBytes(StandardCharsets.US_ASCII);

	private static final LogAccessor logger = new LogAccessor(KvClaim.class);

	private static final long TRY_AGAIN_MILLIS = 200;

	private final ReentrantLock lock = new ReentrantLock();

	private final KvBucket bucket;

	private final String key;

	private final byte[] owner;

	private long revision;

	private boolean ended;

	KvClaim(KvBucket bucket, String key, byte[] owner, long revision) {
		this.bucket = bucket;
		this.key = key;
		this.owner = owner;
		this.revision = revision;
	}

	/**
	 * Extends the time to live.
	 */
	void renew() {
		this.lock.lock();
		try {
			if (!this.ended) {
				long renewed = this.bucket.renew(this.key, this.owner, this.revision);
				if (renewed != 0) {
					this.revision = renewed;
				}
			}
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			logger.debug(ex, "A claim could not be renewed; it is tried again");
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keeps the id: the message is handled. Tried again while the server is away.
	 * @param patienceNanos for how long
	 * @throws IOException if it could not be kept
	 * @throws JetStreamApiException if the server refuses
	 */
	void complete(long patienceNanos) throws IOException, JetStreamApiException, InterruptedException {
		this.lock.lock();
		try {
			this.ended = true;
			long begin = System.nanoTime();
			while (true) {
				try {
					if (tryComplete()) {
						return;
					}
					if (System.nanoTime() - begin > patienceNanos) {
						throw new IOException("The id of a handled message could not be kept in time");
					}
				}
				catch (IOException | JetStreamApiException | IllegalStateException ex) {
					if (System.nanoTime() - begin > patienceNanos) {
						throw ex;
					}
					logger.debug(ex, "The id of a handled message could not be kept; it is tried again");
				}
				TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean tryComplete() throws IOException, JetStreamApiException {
		if (this.bucket.keep(this.key, DONE, this.revision) != 0) {
			return true;
		}
		KeyValueEntry entry = this.bucket.get(this.key);
		if (entry != null && Arrays.equals(entry.getValue(), DONE)) {
			return true;
		}
		if (entry == null) {
			// the claim has expired, and nobody else has begun
			long again = this.bucket.claim(this.key, this.owner);
			this.revision = (again != 0) ? again : this.revision;
			return false;
		}
		if (Arrays.equals(entry.getValue(), this.owner)) {
			this.revision = entry.getRevision();
			return false;
		}
		logger.warn(() -> "A message was handled for longer than its claim could be kept, and is handled by another "
				+ "instance too");
		return true;
	}

	/**
	 * Gives the id free: the handler failed.
	 */
	void abandon() {
		this.lock.lock();
		try {
			this.ended = true;
			this.bucket.remove(this.key, this.revision);
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			logger.debug(ex, "A claim could not be given up; it expires");
		}
		finally {
			this.lock.unlock();
		}
	}

}

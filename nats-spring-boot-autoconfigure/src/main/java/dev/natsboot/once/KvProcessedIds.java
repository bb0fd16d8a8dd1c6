package dev.natsboot.once;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.natsboot.core.NatsException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Processed ids in a key-value bucket of NATS. Before the handler is called its message
 * is claimed, with a lease that is extended while it is being handled; after it has
 * succeeded the claim becomes the processed id. What the handler does elsewhere and the
 * id are not one transaction: a process that dies between the two has the message handled
 * again. Thread-safe.
 *
 * @since 0.1.0
 */
public final class KvProcessedIds implements ProcessedIds, DisposableBean {

	private final Function<String, Connection> connections;

	private final KvSettings settings;

	private final byte[] owner = ("claimed by " + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);

	private final Map<String, KvBucket> buckets = new ConcurrentHashMap<>();

	private final Map<String, KvClaim> open = new ConcurrentHashMap<>();

	private final TaskExecutor completions = new SimpleAsyncTaskExecutor("nats-processed-ids-");

	private final ScheduledThreadPoolExecutor renewals;

	/**
	 * Creates the store.
	 * @param connections gives the connection of a name
	 * @param settings the bucket and its times
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	public KvProcessedIds(Function<String, Connection> connections, KvSettings settings) {
		this.connections = connections;
		this.settings = settings;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-claims-");
		threads.setDaemon(true);
		this.renewals = new ScheduledThreadPoolExecutor(1, threads);
		long period = settings.lease().toMillis() / 3;
		this.renewals.scheduleWithFixedDelay(() -> this.open.values().forEach(KvClaim::renew), period, period,
				TimeUnit.MILLISECONDS);
	}

	@Override
	public @Nullable CompletionStage<?> once(ProcessedId id, Callable<@Nullable CompletionStage<?>> handler)
			throws Exception {
		String key = key(id);
		KvClaim claim = claim(id, key);
		if (claim == null) {
			return null;
		}
		CompletionStage<?> stage;
		try {
			stage = handler.call();
		}
		catch (Throwable ex) {
			end(key, claim, ex);
			throw ex;
		}
		if (stage == null) {
			end(key, claim, null);
			return null;
		}
		// not on the thread that completes the stage, which may be the client's own
		return stage.handleAsync((result, failure) -> {
			try {
				end(key, claim, failure);
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
			if (failure != null) {
				throw (failure instanceof CompletionException same) ? same : new CompletionException(failure);
			}
			return null;
		}, this.completions);
	}

	@Override
	public void destroy() {
		this.renewals.shutdownNow();
	}

	private @Nullable KvClaim claim(ProcessedId id, String key) {
		if (this.open.containsKey(key)) {
			throw new InProcessElsewhereException("The message is being handled by this instance", null);
		}
		try {
			KvBucket bucket = bucket(id);
			long revision = bucket.claim(key, this.owner);
			if (revision == 0) {
				KeyValueEntry entry = bucket.get(key);
				if (entry != null && Arrays.equals(entry.getValue(), KvClaim.DONE)) {
					return null;
				}
				// an own claim without a handler: the server's answer to it was lost
				boolean own = entry != null && Arrays.equals(entry.getValue(), this.owner);
				revision = (entry != null && own) ? bucket.renew(key, this.owner, entry.getRevision()) : 0;
			}
			if (revision == 0) {
				throw new InProcessElsewhereException("The message is being handled by another instance", null);
			}
			KvClaim claim = new KvClaim(bucket, key, this.owner, revision);
			if (this.open.putIfAbsent(key, claim) != null) {
				throw new InProcessElsewhereException("The message is being handled by this instance", null);
			}
			return claim;
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			this.buckets.remove(id.connection());
			throw new NatsException(
					"The bucket of processed ids '" + this.settings.bucket() + "' cannot be used: " + ex.getMessage(),
					ex);
		}
	}

	private void end(String key, KvClaim claim, @Nullable Throwable failure) throws Exception {
		try {
			if (failure == null) {
				claim.complete(this.settings.lease().toNanos());
			}
			else {
				claim.abandon();
			}
		}
		finally {
			this.open.remove(key);
		}
	}

	private KvBucket bucket(ProcessedId id) throws IOException, JetStreamApiException {
		KvBucket bucket = this.buckets.get(id.connection());
		if (bucket == null) {
			bucket = KvBucket.open(this.connections.apply(id.connection()), this.settings, id.stream());
			this.buckets.put(id.connection(), bucket);
		}
		return bucket;
	}

	/**
	 * A key may not hold what a stream's or durable's name or an id may, and must not
	 * grow with them.
	 */
	private static String key(ProcessedId id) {
		return Digests.of(id.stream(), id.durable(), id.id());
	}

}

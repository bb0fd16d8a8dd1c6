package dev.natsboot.security.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * A token that is fetched once for all who need it. It is fetched again in the background
 * from 80 % of its life on, so that an issuer that is away for a while is not noticed.
 * Thread-safe.
 */
final class CachedToken {

	private static final LogAccessor logger = new LogAccessor(CachedToken.class);

	/** How long an issuer that failed is left alone. */
	static final Duration RETRY = Duration.ofSeconds(1);

	/** How long before its end a token is no longer sent, since it must still arrive. */
	private static final Duration MAX_LEEWAY = Duration.ofSeconds(10);

	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicBoolean refreshing = new AtomicBoolean();

	private final Supplier<FetchedToken> issuer;

	private final Clock clock;

	private final Executor executor;

	private volatile @Nullable Held held;

	private volatile Instant retryAt = Instant.MIN;

	CachedToken(Supplier<FetchedToken> issuer, Clock clock, Executor executor) {
		this.issuer = issuer;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * The token.
	 * @throws TokenUnavailableException if there is none and the issuer gives none
	 */
	String get() {
		Instant now = this.clock.instant();
		Held current = this.held;
		if (current == null || !now.isBefore(current.end)) {
			return fetchOnce();
		}
		if (!now.isBefore(current.refreshAt) && !now.isBefore(this.retryAt)
				&& this.refreshing.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::refresh);
			}
			catch (RejectedExecutionException ex) {
				this.refreshing.set(false);
			}
		}
		return current.value;
	}

	private String fetchOnce() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			Held current = this.held;
			if (current != null && now.isBefore(current.end)) {
				return current.value;
			}
			if (now.isBefore(this.retryAt)) {
				throw new TokenUnavailableException("The issuer has just failed to give an access token");
			}
			return fetch().value;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void refresh() {
		try {
			fetch();
		}
		catch (TokenUnavailableException ex) {
			logger.warn(() -> "The access token for messages could not be renewed and stays in use; it is tried again: "
					+ ex.getMessage());
		}
		finally {
			this.refreshing.set(false);
		}
	}

	private Held fetch() {
		Instant now = this.clock.instant();
		try {
			FetchedToken token = this.issuer.get();
			Duration tenth = token.life().dividedBy(10);
			Duration leeway = (tenth.compareTo(MAX_LEEWAY) < 0) ? tenth : MAX_LEEWAY;
			Held fetched = new Held(token.value(), now.plus(token.life().multipliedBy(4).dividedBy(5)),
					now.plus(token.life()).minus(leeway));
			this.held = fetched;
			return fetched;
		}
		catch (RuntimeException ex) {
			this.retryAt = this.clock.instant().plus(RETRY);
			throw (ex instanceof TokenUnavailableException same) ? same
					: new TokenUnavailableException("The issuer gives no access token", ex);
		}
	}

	private record Held(String value, Instant refreshAt, Instant end) {
	}

}

package dev.natsboot.security.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Gives a message a token that the issuer gave in exchange for the caller's. Tokens are
 * kept for the latest 1,000 callers. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TokenExchangeTokenSupplier implements TokenSupplier {

	static final int MAX_CALLERS = 1_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, CachedToken> tokens = new LinkedHashMap<>(16, 0.75f, true);

	private final AccessTokenClient client;

	private final CallerToken caller;

	private final Clock clock;

	private final Executor executor;

	/**
	 * Creates the supplier.
	 * @param client asks for tokens
	 * @param caller finds the caller's token
	 * @param clock the time
	 * @param executor runs what is fetched ahead of need
	 */
	public TokenExchangeTokenSupplier(AccessTokenClient client, CallerToken caller, Clock clock, Executor executor) {
		this.client = client;
		this.caller = caller;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * The token for a message.
	 * @return the token; {@code null} where there is no caller with a token
	 * @throws TokenUnavailableException if there is none and the issuer gives none
	 */
	@Override
	public @Nullable String token(OutboundMessage message) {
		String subject = this.caller.find();
		return (subject != null) ? cached(subject).get() : null;
	}

	private CachedToken cached(String subject) {
		String key = digest(subject);
		this.lock.lock();
		try {
			CachedToken token = this.tokens.get(key);
			if (token == null) {
				token = new CachedToken(() -> this.client.fetch(subject), this.clock, this.executor);
				this.tokens.put(key, token);
				if (this.tokens.size() > MAX_CALLERS) {
					this.tokens.remove(this.tokens.keySet().iterator().next());
				}
			}
			return token;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String digest(String token) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

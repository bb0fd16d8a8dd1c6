package dev.natsboot.security.client;

import java.time.Clock;
import java.util.concurrent.Executor;

import dev.natsboot.core.OutboundMessage;

/**
 * Gives every message this application's own access token. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientCredentialsTokenSupplier implements TokenSupplier {

	private final CachedToken token;

	/**
	 * Creates the supplier.
	 * @param client asks for tokens
	 * @param clock the time
	 * @param executor runs what is fetched ahead of need
	 */
	public ClientCredentialsTokenSupplier(AccessTokenClient client, Clock clock, Executor executor) {
		this.token = new CachedToken(() -> client.fetch(null), clock, executor);
	}

	/**
	 * The token for a message.
	 * @throws TokenUnavailableException if there is none and the issuer gives none
	 */
	@Override
	public String token(OutboundMessage message) {
		return this.token.get();
	}

}

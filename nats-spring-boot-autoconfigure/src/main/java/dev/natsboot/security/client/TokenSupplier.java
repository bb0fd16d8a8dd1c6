package dev.natsboot.security.client;

import dev.natsboot.core.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Knows the access token that an outgoing message carries. It is asked on the sender's
 * thread for each message and must be thread-safe; what it fetches it should cache.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TokenSupplier {

	/**
	 * The token for a message.
	 * @param message the message
	 * @return the compact token, without a scheme such as {@code Bearer}; {@code null}
	 * where this supplier has none for the message
	 */
	@Nullable String token(OutboundMessage message);

}

package dev.natsboot.security.encryption;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;

import org.springframework.core.Ordered;

/**
 * Decrypts payloads on their way in. A message that cannot be decrypted is not tried
 * again, and its dead letter is as encrypted as it was. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadDecryptionFilter implements InboundFilter, Ordered {

	/**
	 * After what verifies signatures, which are of what came over the wire.
	 */
	public static final int ORDER = 0;

	private final PayloadDecryption decryption;

	/**
	 * Creates the filter.
	 * @param decryption decrypts
	 */
	public PayloadDecryptionFilter(PayloadDecryption decryption) {
		this.decryption = decryption;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		return (message) -> next.handle(this.decryption.decrypt(message));
	}

}

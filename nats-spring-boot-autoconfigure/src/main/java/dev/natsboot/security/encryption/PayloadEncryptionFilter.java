package dev.natsboot.security.encryption;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Encrypts payloads on their way out, where a rule says so, and decrypts the reply to a
 * request. The content type becomes {@code application/jose}, and the former one goes
 * with the payload as {@code cty}. Headers are not encrypted. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadEncryptionFilter implements OutboundFilter, Ordered {

	/**
	 * Before what signs, so that what goes over the wire is signed.
	 */
	public static final int ORDER = LOWEST_PRECEDENCE - 1000;

	private final List<EncryptionRule> rules;

	private final @Nullable PayloadDecryption decryption;

	/**
	 * Creates the filter.
	 * @param rules what is encrypted, the first that matches a subject
	 * @param decryption decrypts replies; {@code null} to hand them over as they are
	 */
	public PayloadEncryptionFilter(List<EncryptionRule> rules, @Nullable PayloadDecryption decryption) {
		this.rules = List.copyOf(rules);
		this.decryption = decryption;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public @Nullable Object filter(OutboundMessage message, Next next) {
		EncryptionKey key = find(message.subject());
		Object result = next.proceed((key != null) ? encrypt(message, key) : message);
		PayloadDecryption replies = this.decryption;
		if (replies == null || message.kind() != OutboundMessage.Kind.REQUEST) {
			return result;
		}
		if (result instanceof CompletableFuture<?> future) {
			return future.thenApply((reply) -> decrypt(replies, reply));
		}
		return decrypt(replies, result);
	}

	private static @Nullable Object decrypt(PayloadDecryption replies, @Nullable Object reply) {
		return (reply instanceof Message message) ? replies.decrypt(message) : reply;
	}

	private @Nullable EncryptionKey find(String subject) {
		for (EncryptionRule rule : this.rules) {
			if (rule.subjects().matches(subject)) {
				return rule.key();
			}
		}
		return null;
	}

	private static OutboundMessage encrypt(OutboundMessage message, EncryptionKey key) {
		String contentType = message.headers().getFirst(PayloadCodecs.CONTENT_TYPE);
		JWEObject jwe = new JWEObject(new JWEHeader.Builder(key.algorithm(), EncryptionKey.METHOD).keyID(key.id())
			.contentType(contentType)
			.build(), new Payload(message.data()));
		try {
			jwe.encrypt(key.encrypter());
		}
		catch (JOSEException ex) {
			throw new PayloadConversionException("The payload for '" + message.subject() + "' cannot be encrypted", ex);
		}
		message.headers().put(PayloadCodecs.CONTENT_TYPE, PayloadDecryption.CONTENT_TYPE);
		return message.withData(jwe.serialize().getBytes(StandardCharsets.US_ASCII));
	}

}

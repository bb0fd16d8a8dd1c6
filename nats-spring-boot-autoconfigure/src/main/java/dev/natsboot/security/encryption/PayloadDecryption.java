package dev.natsboot.security.encryption;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts messages of the content type {@code application/jose}. Only the algorithms of
 * {@link EncryptionKey} are accepted, and nothing compressed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadDecryption {

	/**
	 * The content type of a payload in JWE's compact form (RFC 7515, section 9.2.1).
	 */
	public static final String CONTENT_TYPE = "application/jose";

	private final Map<String, EncryptionKey> keys = new LinkedHashMap<>();

	/**
	 * Creates it.
	 * @param keys keys to decrypt with; the message names one of them
	 */
	public PayloadDecryption(List<EncryptionKey> keys) {
		keys.forEach((key) -> this.keys.put(key.id(), key));
	}

	/**
	 * Decrypts a message.
	 * @param message the message
	 * @return the message with the payload and the content type as they were before; the
	 * same one if it is of another content type
	 * @throws PayloadConversionException if it cannot be decrypted
	 */
	public Message decrypt(Message message) {
		Headers headers = message.getHeaders();
		String contentType = (headers != null) ? headers.getFirst(PayloadCodecs.CONTENT_TYPE) : null;
		if (headers == null || !isJose(contentType)) {
			return message;
		}
		try {
			JWEObject jwe = JWEObject.parse(new String(message.getData(), StandardCharsets.US_ASCII));
			jwe.decrypt(key(jwe.getHeader()).decrypter());
			Headers clear = new Headers(headers);
			clear.remove(PayloadCodecs.CONTENT_TYPE);
			String inner = jwe.getHeader().getContentType();
			if (inner != null) {
				clear.put(PayloadCodecs.CONTENT_TYPE, inner);
			}
			return new DecryptedMessage(message, clear, jwe.getPayload().toBytes());
		}
		catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException ex) {
			// not as the cause, which may tell of the payload
			throw new PayloadConversionException("An encrypted payload cannot be decrypted");
		}
	}

	private EncryptionKey key(JWEHeader header) throws JOSEException {
		EncryptionKey key = this.keys.get(String.valueOf(header.getKeyID()));
		if (key == null) {
			throw new JOSEException("The key is not known");
		}
		if (!key.algorithm().equals(header.getAlgorithm())
				|| !EncryptionKey.METHOD.equals(header.getEncryptionMethod())) {
			throw new JOSEException("The algorithm is not that of the key");
		}
		if (header.getCompressionAlgorithm() != null) {
			throw new JOSEException("Compressed payloads are not accepted");
		}
		return key;
	}

	private static boolean isJose(@Nullable String contentType) {
		return contentType != null && contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].trim().equals(CONTENT_TYPE);
	}

}

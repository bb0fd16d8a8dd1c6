package dev.natsboot.security.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.nimbusds.jose.util.Base64URL;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What of a message is signed as a digest.
 */
final class Digests {

	private Digests() {
	}

	static String of(byte @Nullable [] data) {
		return Base64URL.encode(sha256().digest((data != null) ? data : new byte[0])).toString();
	}

	static String of(String token) {
		return of(token.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Digests headers in the given order: of each its name in lower case and, in their
	 * order, its values, whatever the case of the name they are under. Each part has its
	 * length before it, so that none can pass for two.
	 */
	static String of(@Nullable Headers headers, List<String> names) {
		MessageDigest digest = sha256();
		for (String name : names) {
			List<String> values = values(headers, name);
			add(digest, name.toLowerCase(Locale.ROOT));
			digest.update(ByteBuffer.allocate(4).putInt(values.size()).array());
			values.forEach((value) -> add(digest, value));
		}
		return Base64URL.encode(digest.digest()).toString();
	}

	private static List<String> values(@Nullable Headers headers, String name) {
		List<String> values = new ArrayList<>(1);
		if (headers != null) {
			headers.forEach((key, found) -> {
				if (key.equalsIgnoreCase(name)) {
					values.addAll(found);
				}
			});
		}
		return values;
	}

	private static void add(MessageDigest digest, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
		digest.update(bytes);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

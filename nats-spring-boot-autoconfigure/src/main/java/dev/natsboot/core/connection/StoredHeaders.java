package dev.natsboot.core.connection;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers as a stream gives them outside of a message of their own (ADR-31), with
 * the same escapes as those of messages that come in.
 *
 * @since 0.1.0
 */
public final class StoredHeaders {

	private StoredHeaders() {
	}

	/**
	 * Reads headers.
	 * @param bytes the headers
	 * @return the headers, or {@code null} if there are none
	 */
	public static @Nullable Headers read(byte[] bytes) {
		if (bytes.length == 0) {
			return null;
		}
		IncomingHeaders escaped = IncomingHeaders.escaped(bytes, 0, bytes.length);
		return new IncomingHeadersProcessor((escaped != null) ? escaped.bytes() : bytes).getHeaders();
	}

}

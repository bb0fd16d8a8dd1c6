package dev.natsboot.security.proof;

import java.time.Instant;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived, to be compared with its proof.
 *
 * @param subject the subject
 * @param replyTo the reply subject
 * @param stored whether it comes from a stream, which put a reply subject of its own in
 * place of the sender's
 * @param headers the headers
 * @param data the payload
 * @param at when it arrived: now, or when its stream took it
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Received(String subject, @Nullable String replyTo, boolean stored, @Nullable Headers headers,
		byte @Nullable [] data, Instant at) {

	/**
	 * A message from NATS.
	 * @param message the message
	 * @param stored whether it comes from a stream
	 * @param at when it arrived
	 * @return the same
	 */
	public static Received of(Message message, boolean stored, Instant at) {
		return new Received(message.getSubject(), message.getReplyTo(), stored, message.getHeaders(), message.getData(),
				at);
	}

}

package dev.natsboot.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Base64;

import dev.natsboot.core.connection.StoredHeaders;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import org.jspecify.annotations.Nullable;

/**
 * A message of a stream that is to become a dead letter.
 *
 * @since 0.1.0
 */
public final class DeadLetterOrigin {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

	private final String stream;

	private final String subject;

	private final long sequence;

	private final Instant publishedAt;

	private final @Nullable Headers headers;

	private final byte[] data;

	private DeadLetterOrigin(String stream, String subject, long sequence, Instant publishedAt,
			@Nullable Headers headers, byte @Nullable [] data) {
		this.stream = stream;
		this.subject = subject;
		this.sequence = sequence;
		this.publishedAt = publishedAt;
		this.headers = headers;
		this.data = (data != null) ? data : new byte[0];
	}

	/**
	 * A message that a consumer delivered.
	 * @param message the message
	 * @return the origin
	 */
	public static DeadLetterOrigin of(Message message) {
		NatsJetStreamMetaData metaData = message.metaData();
		return new DeadLetterOrigin(metaData.getStream(), message.getSubject(), metaData.streamSequence(),
				metaData.timestamp().toInstant(), message.getHeaders(), message.getData());
	}

	/**
	 * Reads a message from a stream.
	 * @param connection the connection
	 * @param stream the stream
	 * @param sequence the message's sequence
	 * @return the origin
	 * @throws IOException if there is no answer
	 * @throws JetStreamApiException if there is no such message
	 */
	public static DeadLetterOrigin read(Connection connection, String stream, long sequence)
			throws IOException, JetStreamApiException {
		try {
			MessageInfo message = connection.jetStreamManagement().getMessage(stream, sequence);
			return new DeadLetterOrigin(stream, String.valueOf(message.getSubject()), message.getSeq(),
					(message.getTime() != null) ? message.getTime().toInstant() : Instant.EPOCH, message.getHeaders(),
					message.getData());
		}
		catch (IllegalArgumentException ex) {
			// headers that the client cannot read
			return readRaw(connection, stream, sequence);
		}
	}

	private static DeadLetterOrigin readRaw(Connection connection, String stream, long sequence) throws IOException {
		try {
			Message answer = connection.request("$JS.API.STREAM.MSG.GET." + stream,
					("{\"seq\":" + sequence + "}").getBytes(StandardCharsets.US_ASCII), READ_TIMEOUT);
			JsonValue message = (answer != null)
					? JsonValueUtils.readObject(JsonParser.parse(answer.getData()), "message") : JsonValue.EMPTY_MAP;
			ZonedDateTime time = JsonValueUtils.readDate(message, "time");
			if (time == null) {
				throw new IOException("Stream '" + stream + "' does not give message " + sequence);
			}
			return new DeadLetterOrigin(stream, JsonValueUtils.readString(message, "subject", ""), sequence,
					time.toInstant(), StoredHeaders.read(bytes(message, "hdrs")), bytes(message, "data"));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private static byte[] bytes(JsonValue message, String field) {
		return Base64.getDecoder().decode(JsonValueUtils.readString(message, field, ""));
	}

	String stream() {
		return this.stream;
	}

	String subject() {
		return this.subject;
	}

	long sequence() {
		return this.sequence;
	}

	Instant publishedAt() {
		return this.publishedAt;
	}

	@Nullable Headers headers() {
		return this.headers;
	}

	byte[] data() {
		return this.data;
	}

}

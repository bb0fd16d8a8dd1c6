package dev.natsboot.deadletter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.natsboot.core.HeaderText;
import dev.natsboot.core.NatsOperations;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Writes dead letters into their stream. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeadLetterWriter {

	private static final LogAccessor logger = new LogAccessor(DeadLetterWriter.class);

	private static final int STREAM_NOT_FOUND = 10059;

	private static final int MAX_TEXT = 512;

	private static final Duration DUPLICATE_WINDOW = Duration.ofHours(1);

	private static final String NATS_PREFIX = "nats-";

	private final DeadLetterSettings settings;

	private final NatsOperations operations;

	/**
	 * Creates a writer.
	 * @param settings where dead letters go
	 * @param operations publishes them
	 */
	public DeadLetterWriter(DeadLetterSettings settings, NatsOperations operations) {
		this.settings = settings;
		this.operations = operations;
	}

	/**
	 * Has the stream of dead letters ready: creates it if it is not there, with as many
	 * replicas as the stream whose messages it is for. Failing that, a warning is logged.
	 * @param connection the connection
	 * @param origin the stream whose messages may become dead letters
	 */
	public void prepare(Connection connection, String origin) {
		try {
			JetStreamManagement management = connection.jetStreamManagement();
			StreamConfiguration existing = find(management);
			if (existing == null) {
				int replicas = management.getStreamInfo(origin).getConfiguration().getReplicas();
				management.addStream(StreamConfiguration.builder()
					.name(this.settings.stream())
					.subjects(this.settings.subjectPrefix() + ".>")
					.storageType(StorageType.File)
					.replicas(replicas)
					.duplicateWindow(DUPLICATE_WINDOW)
					.allowMessageTtl(this.settings.ttl() != null)
					.build());
				logger.info(() -> "Created stream '" + this.settings.stream() + "' for dead letters");
			}
			else if (this.settings.ttl() != null && !existing.getAllowMessageTtl()) {
				logger.warn(() -> "The stream of dead letters '" + this.settings.stream()
						+ "' refuses messages with a time to live: until it allows them (allow_msg_ttl), messages that "
						+ "should go there are delivered again");
			}
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			logger.warn(ex,
					() -> "The stream of dead letters '" + this.settings.stream()
							+ "' is not there and cannot be created: until it is, messages that should go there are "
							+ "delivered again. Create it with the subject '" + this.settings.subjectPrefix()
							+ ".>', or set nats.listener.dead-letter.enabled to false");
		}
	}

	/**
	 * Whether a stream is the one of dead letters, whose messages do not become dead
	 * letters again.
	 * @param stream a stream's name
	 * @return whether it is
	 */
	public boolean isDeadLetterStream(String stream) {
		return this.settings.stream().equals(stream);
	}

	/**
	 * Writes a dead letter. Written twice within an hour, it is in the stream once.
	 * @param origin the message
	 * @param consumer the consumer that gives it up
	 * @param listener the listener that gives it up
	 * @param deliveries how often it was delivered
	 * @param cause what its handler threw, or {@code null} if it never came back from it
	 * @return completes when the stream has confirmed the dead letter
	 */
	public CompletableFuture<PublishAck> write(DeadLetterOrigin origin, String consumer, String listener,
			long deliveries, @Nullable Throwable cause) {
		Headers headers = new Headers();
		copy(origin.headers(), headers);
		headers.put(DeadLetterHeaders.STREAM, origin.stream());
		headers.put(DeadLetterHeaders.SUBJECT, HeaderText.printable(origin.subject(), Integer.MAX_VALUE));
		headers.put(DeadLetterHeaders.SEQUENCE, Long.toString(origin.sequence()));
		headers.put(DeadLetterHeaders.CONSUMER, consumer);
		headers.put(DeadLetterHeaders.LISTENER, HeaderText.printable(listener, MAX_TEXT));
		headers.put(DeadLetterHeaders.DELIVERIES, Long.toString(deliveries));
		headers.put(DeadLetterHeaders.PUBLISHED_AT, origin.publishedAt().toString());
		headers.put(DeadLetterHeaders.FAILED_AT, Instant.now().toString());
		headers.put(DeadLetterHeaders.EXCEPTION, (cause != null) ? cause.getClass().getName() : "none: not settled");
		if (cause != null && cause.getMessage() != null) {
			headers.put(DeadLetterHeaders.MESSAGE, HeaderText.printable(cause.getMessage(), MAX_TEXT));
		}
		String id = "dead:" + consumer + ":" + origin.stream() + ":" + origin.sequence() + ":" + origin.publishedAt();
		NatsOperations.SendSpec letter = this.operations.to(this.settings.subject(origin.stream(), consumer))
			.payload(origin.data())
			.headers(headers)
			.messageId(id);
		return ((this.settings.ttl() != null) ? letter.ttl(this.settings.ttl()) : letter).publishAsync();
	}

	private @Nullable StreamConfiguration find(JetStreamManagement management)
			throws IOException, JetStreamApiException {
		try {
			return management.getStreamInfo(this.settings.stream()).getConfiguration();
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == STREAM_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	private void copy(@Nullable Headers from, Headers to) {
		if (from == null) {
			return;
		}
		for (Map.Entry<String, List<String>> header : from.entrySet()) {
			String name = header.getKey();
			if (!this.settings.isStripped(name) && !name.startsWith(DeadLetterHeaders.PREFIX)) {
				boolean control = name.toLowerCase(Locale.ROOT).startsWith(NATS_PREFIX);
				to.put(control ? DeadLetterHeaders.ORIGINAL_PREFIX + name : name, header.getValue());
			}
		}
	}

}

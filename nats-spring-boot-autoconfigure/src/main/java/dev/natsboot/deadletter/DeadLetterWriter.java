package dev.natsboot.deadletter;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;

import dev.natsboot.core.MessageTooLargeException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.StreamRejectedException;
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

	/**
	 * Larger than the stream takes, headers larger than JetStream takes, larger than the
	 * store takes.
	 */
	private static final Set<Integer> TOO_LARGE = Set.of(10054, 10097, 10077);

	private static final Duration DUPLICATE_WINDOW = Duration.ofHours(1);

	private final DeadLetterSettings settings;

	private final NatsOperations operations;

	private final LongAdder written = new LongAdder();

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
	 * Writes a dead letter. Written twice within an hour, it is in the stream once. Where
	 * the whole is too large for the server or the stream, it is written with less: first
	 * without the exception's message and large headers, then without the payload.
	 * @param origin the message
	 * @param consumer the consumer that gives it up
	 * @param listener the listener that gives it up
	 * @param deliveries how often it was delivered
	 * @param cause what its handler threw, or {@code null} if it never came back from it
	 * @return completes when the stream has confirmed the dead letter, with whether it
	 * can stand for the original; otherwise it only points at the original, which must
	 * stay where it is
	 */
	public CompletableFuture<Boolean> write(DeadLetterOrigin origin, String consumer, String listener, long deliveries,
			@Nullable Throwable cause) {
		return write(new LetterDraft(origin, consumer, listener, deliveries, cause), Extent.ALL, null);
	}

	private CompletableFuture<Boolean> write(LetterDraft draft, Extent extent, @Nullable Throwable because) {
		Headers headers = draft.headers(this.settings, extent, because);
		CompletableFuture<PublishAck> written;
		try {
			NatsOperations.SendSpec letter = this.operations
				.to(this.settings.subject(draft.origin().stream(), draft.consumer()))
				.payload(draft.data(extent))
				.headers(headers)
				.messageId(draft.messageId());
			written = ((this.settings.ttl() != null) ? letter.ttl(this.settings.ttl()) : letter).publishAsync();
		}
		catch (NatsException ex) {
			written = CompletableFuture.failedFuture(ex);
		}
		return written.thenApply((ack) -> {
			this.written.increment();
			return DeadLetter.isComplete(headers);
		}).exceptionallyComposeAsync((failure) -> {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			Extent less = extent.less();
			return (less != null && isTooLarge(cause)) ? write(draft, less, cause)
					: CompletableFuture.failedFuture(cause);
		});
	}

	/**
	 * Whether a dead letter was refused for its size, so that to write it again does not
	 * help.
	 * @param failure why it could not be written
	 * @return whether it is too large
	 */
	public static boolean isTooLarge(Throwable failure) {
		return failure instanceof MessageTooLargeException || (failure instanceof StreamRejectedException rejected
				&& TOO_LARGE.contains(rejected.getErrorCode()) && !rejected.isRetryable());
	}

	/**
	 * How many dead letters were written.
	 * @return the number that the stream has confirmed
	 */
	public long written() {
		return this.written.sum();
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

}

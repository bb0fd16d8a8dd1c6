package dev.natsboot.jetstream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ApiResponse;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageGetRequest;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server how streams and consumers stand, for those who only look. No thread waits
 * for an answer, and none is waited for beyond the timeout. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JetStreamInquiry {

	private static final String PREFIX = "$JS.API.";

	private static final int NO_MESSAGE = 10037;

	private final Connection connection;

	private final Duration timeout;

	/**
	 * Creates an inquiry.
	 * @param connection the connection to ask by
	 * @param timeout how long each answer may take, above zero
	 */
	public JetStreamInquiry(Connection connection, Duration timeout) {
		this.connection = connection;
		this.timeout = timeout;
	}

	/**
	 * How a stream stands.
	 * @param stream its name
	 * @return the answer, or a failure if the server has none or refuses
	 */
	public CompletableFuture<StreamInfo> stream(String stream) {
		return ask("STREAM.INFO." + stream, new byte[0]).thenApply((answer) -> checked(new StreamInfo(answer)));
	}

	/**
	 * How many messages a stream has for each of some subjects.
	 * @param stream its name
	 * @param filter the subjects
	 * @return the counts by subject, or a failure if the server has no answer or refuses
	 */
	public CompletableFuture<Map<String, Long>> subjects(String stream, String filter) {
		byte[] request = Json.write(Map.of("subjects_filter", filter)).getBytes(StandardCharsets.UTF_8);
		return ask("STREAM.INFO." + stream, request)
			.thenApply((answer) -> checked(new StreamInfo(answer)).getStreamState().getSubjectMap());
	}

	/**
	 * How a consumer stands.
	 * @param stream its stream
	 * @param consumer its name
	 * @return the answer, or a failure if the server has none or refuses
	 */
	public CompletableFuture<ConsumerInfo> consumer(String stream, String consumer) {
		return ask("CONSUMER.INFO." + stream + "." + consumer, new byte[0])
			.thenApply((answer) -> checked(new ConsumerInfo(answer)));
	}

	/**
	 * How far a consumer lags behind, in time: the age of the oldest message that it has
	 * not settled, by the server's clock.
	 * @param consumer the consumer, asked for just now
	 * @return the age, zero if all is settled; or a failure
	 */
	public CompletableFuture<Duration> lag(ConsumerInfo consumer) {
		if (consumer.getNumPending() + consumer.getNumAckPending() == 0) {
			return CompletableFuture.completedFuture(Duration.ZERO);
		}
		long from = consumer.getAckFloor().getStreamSequence() + 1;
		List<String> filter = consumer.getConsumerConfiguration().getFilterSubjects();
		List<String> subjects = (filter == null || filter.isEmpty()) ? List.of(">") : filter;
		CompletableFuture<@Nullable ZonedDateTime> oldest = CompletableFuture.completedFuture(null);
		for (String subject : subjects) {
			oldest = oldest.thenCombine(storedAt(consumer.getStreamName(), from, subject), JetStreamInquiry::earlier);
		}
		ZonedDateTime now = Objects.requireNonNullElseGet(consumer.getTimestamp(), ZonedDateTime::now);
		return oldest
			.thenApply((time) -> (time == null || time.isAfter(now)) ? Duration.ZERO : Duration.between(time, now));
	}

	private CompletableFuture<@Nullable ZonedDateTime> storedAt(String stream, long from, String subject) {
		byte[] request = MessageGetRequest.nextForSubject(from, subject).toJson().getBytes(StandardCharsets.UTF_8);
		return ask("STREAM.MSG.GET." + stream, request).thenApply((answer) -> {
			MessageInfo message = new MessageInfo(answer, stream, false);
			return (message.hasError() && message.getApiErrorCode() == NO_MESSAGE) ? null : checked(message).getTime();
		});
	}

	private static @Nullable ZonedDateTime earlier(@Nullable ZonedDateTime one, @Nullable ZonedDateTime other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return other.isBefore(one) ? other : one;
	}

	private CompletableFuture<Message> ask(String operation, byte[] request) {
		try {
			return this.connection.requestWithTimeout(PREFIX + operation, request, this.timeout);
		}
		catch (IllegalStateException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static <T extends ApiResponse<?>> T checked(T answer) {
		if (answer.hasError()) {
			throw new IllegalStateException("JetStream refuses: " + answer.getError());
		}
		return answer;
	}

}

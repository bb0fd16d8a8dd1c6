package dev.natsboot.deadletter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.natsboot.core.ConnectionSource;
import dev.natsboot.core.MessageTooLargeException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsOperations;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Looks at dead letters and puts them back where they came from. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeadLetters {

	private static final int NO_MESSAGE = 10037;

	private static final int STREAM_NOT_FOUND = 10059;

	private final DeadLetterSettings settings;

	private final NatsOperations operations;

	private final ConnectionSource connections;

	/**
	 * Creates it.
	 * @param settings where dead letters are
	 * @param operations publishes what is put back
	 * @param connections gives the connection
	 */
	public DeadLetters(DeadLetterSettings settings, NatsOperations operations, ConnectionSource connections) {
		this.settings = settings;
		this.operations = operations;
		this.connections = connections;
	}

	/**
	 * Where dead letters are.
	 * @return the settings
	 */
	public DeadLetterSettings settings() {
		return this.settings;
	}

	/**
	 * Lists dead letters, the oldest first.
	 * @param from the sequence to begin at; 1 for the first
	 * @param max how many at the most
	 * @return the dead letters
	 * @throws NatsException if JetStream does not answer
	 */
	public List<DeadLetter> list(long from, int max) {
		List<DeadLetter> letters = new ArrayList<>();
		DeadLetter next = next(Math.max(1, from));
		while (next != null && letters.size() < max) {
			letters.add(next);
			next = next(next.sequence() + 1);
		}
		return letters;
	}

	/**
	 * Puts a dead letter back: publishes it to its original subject, with its original
	 * payload and headers, waits for the stream's confirmation, and then deletes the dead
	 * letter. All consumers of that subject get it. Payload and headers of a letter that
	 * only points at its original are read from there; an original in a stream that keeps
	 * messages only until they are settled is then deleted.
	 * @param sequence its sequence in the stream of dead letters
	 * @return the confirmation
	 * @throws NatsException if there is no such dead letter, or what it points at is
	 * gone, or it could not be published; the letter is still there then
	 */
	public PublishAck redrive(long sequence) {
		DeadLetter letter = next(sequence);
		if (letter == null || letter.sequence() != sequence) {
			throw new NatsException("There is no dead letter " + sequence + " in '" + this.settings.stream() + "'");
		}
		return redrive(letter);
	}

	/**
	 * Puts back all dead letters that are there now and satisfy a condition.
	 * @param which the condition
	 * @return how many
	 * @throws NatsException if one could not be published; those before it are done
	 */
	public long redriveAll(Predicate<DeadLetter> which) {
		long count = 0;
		long last = lastSequence();
		DeadLetter next = next(1);
		while (next != null && next.sequence() <= last) {
			long sequence = next.sequence();
			if (which.test(next)) {
				redrive(next);
				count++;
			}
			next = next(sequence + 1);
		}
		return count;
	}

	/**
	 * Puts back dead letters that are there now, the oldest first.
	 * @param max how many at the most
	 * @return how many
	 * @throws NatsException if one could not be published; those before it are done
	 */
	public long redriveOldest(int max) {
		List<DeadLetter> oldest = list(1, max);
		oldest.forEach(this::redrive);
		return oldest.size();
	}

	private PublishAck redrive(DeadLetter letter) {
		String subject = letter.subject();
		if (subject == null) {
			throw new NatsException(
					"Message " + letter.sequence() + " of '" + this.settings.stream() + "' does not say where it was");
		}
		// the subject is what the letter says, and whoever may write letters may say
		// anything
		if (subject.startsWith("$JS.") || subject.startsWith("$SYS.")) {
			throw new NatsException("Message " + letter.sequence() + " of '" + this.settings.stream()
					+ "' says that it was at '" + subject + "'. Nothing is put back to the server's own subjects.");
		}
		PublishAck ack = letter.isComplete() ? publish(letter, subject, letter.headers(), letter.data())
				: redriveOriginal(letter, subject);
		call((connection) -> connection.jetStreamManagement().deleteMessage(this.settings.stream(), letter.sequence()));
		return ack;
	}

	/**
	 * The letter only points at the original. Where that is kept for nothing but this, it
	 * goes away with it.
	 */
	private PublishAck redriveOriginal(DeadLetter letter, String subject) {
		String stream = letter.header(DeadLetterHeaders.STREAM);
		long sequence = Long.parseLong(letter.header(DeadLetterHeaders.SEQUENCE));
		DeadLetterOrigin original = call((connection) -> DeadLetterOrigin.read(connection, stream, sequence));
		if (original == null
				|| !original.publishedAt().toString().equals(letter.header(DeadLetterHeaders.PUBLISHED_AT))) {
			throw new NatsException(
					"Dead letter " + letter.sequence() + " of '" + this.settings.stream() + "' only points at message "
							+ sequence + " of '" + stream + "', which is not there any more; the letter is kept");
		}
		Headers headers = (original.headers() != null) ? original.headers() : new Headers();
		byte[] data = original.data();
		PublishAck ack;
		try {
			ack = publish(letter, subject, headers, data);
		}
		catch (MessageTooLargeException ex) {
			// what there was fitted; only what is added does not
			ack = this.operations.to(subject).payload(data).headers(redriven(headers)).publish();
		}
		call((connection) -> connection.jetStreamManagement()
			.getStreamInfo(stream)
			.getConfiguration()
			.getRetentionPolicy() == RetentionPolicy.Limits
				|| connection.jetStreamManagement().deleteMessage(stream, sequence));
		return ack;
	}

	private PublishAck publish(DeadLetter letter, String subject, Headers original, byte[] data) {
		Headers headers = redriven(original);
		String identity = letter.identity();
		if (identity != null) {
			headers.put(DeadLetterHeaders.REDRIVEN_ID, identity);
		}
		return this.operations.to(subject)
			.payload(data)
			.headers(headers)
			.messageId("redriven:" + this.settings.stream() + ":" + letter.sequence())
			.publish();
	}

	private Headers redriven(Headers original) {
		Headers headers = new Headers();
		for (Map.Entry<String, List<String>> header : original.entrySet()) {
			String name = header.getKey();
			if (!name.startsWith(DeadLetterHeaders.PREFIX) && !name.startsWith(DeadLetterHeaders.ORIGINAL_PREFIX)
					&& !this.settings.isStripped(name) && !DeadLetterHeaders.isControl(name)) {
				headers.put(name, header.getValue());
			}
		}
		return headers;
	}

	private long lastSequence() {
		Long last = call((connection) -> connection.jetStreamManagement()
			.getStreamInfo(this.settings.stream())
			.getStreamState()
			.getLastSequence());
		return (last != null) ? last : 0;
	}

	private @Nullable DeadLetter next(long from) {
		MessageInfo message = call((connection) -> connection.jetStreamManagement()
			.getNextMessage(this.settings.stream(), from, this.settings.subjectPrefix() + ".>"));
		return (message != null) ? new DeadLetter(message) : null;
	}

	private <T> @Nullable T call(Call<T> call) {
		try {
			return call.on(this.connections.connection(this.settings.subjectPrefix()));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == NO_MESSAGE || ex.getApiErrorCode() == STREAM_NOT_FOUND) {
				return null;
			}
			throw new NatsException("JetStream refuses access to the dead letters: " + ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new NatsException("JetStream does not answer", ex);
		}
	}

	@FunctionalInterface
	private interface Call<T> {

		T on(Connection connection) throws IOException, JetStreamApiException;

	}

}

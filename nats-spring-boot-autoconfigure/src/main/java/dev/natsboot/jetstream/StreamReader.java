package dev.natsboot.jetstream;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.NoSuchElementException;

import dev.natsboot.core.NatsException;
import dev.natsboot.core.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of a stream once, from some place to its end, by a request for each
 * ({@code $JS.API.STREAM.MSG.GET}, or a direct get where the stream allows it). There is
 * no consumer: nothing is acknowledged, nothing is left behind on the server, and nothing
 * is to be closed. The end is the message that was the last when the reader was made or
 * last {@link #seek sought}. For one thread.
 *
 * @since 0.1.0
 */
public final class StreamReader implements Iterator<MessageInfo> {

	private final JetStreamManagement management;

	private final String stream;

	private final String subject;

	private long position;

	private long end;

	private @Nullable MessageInfo next;

	/**
	 * Creates a reader.
	 * @param connection the connection
	 * @param stream the stream
	 * @param subject which messages to read: a subject, with or without wildcards
	 * @param place the first message to read
	 * @throws IllegalArgumentException if the place is "last per subject"
	 * @throws NatsException if the stream cannot be asked for
	 */
	public StreamReader(Connection connection, String stream, String subject, DeliverFrom place) {
		Subjects.checkSubscribe(subject);
		this.stream = stream;
		this.subject = subject;
		this.management = ask(connection::jetStreamManagement);
		seek(place);
	}

	/**
	 * Reads on from another place, up to what is the last message now.
	 * @param place the first message to read
	 * @throws IllegalArgumentException if the place is "last per subject"
	 * @throws NatsException if the stream cannot be asked for
	 */
	public void seek(DeliverFrom place) {
		if (place.policy() == DeliverPolicy.LastPerSubject) {
			throw new IllegalArgumentException("a reader cannot begin at the last message of each subject");
		}
		this.next = null;
		this.end = ask(() -> this.management.getStreamInfo(this.stream)).getStreamState().getLastSequence();
		this.position = switch (place.policy()) {
			case New -> this.end + 1;
			case ByStartSequence -> place.sequence();
			case ByStartTime, Last -> sequence(first(place));
			default -> 1;
		};
	}

	private @Nullable MessageInfo first(DeliverFrom place) {
		return find(() -> (place.time() == null) ? this.management.getLastMessage(this.stream, this.subject)
				: this.management.getFirstMessage(this.stream, place.time().atZone(ZoneOffset.UTC), this.subject));
	}

	private long sequence(@Nullable MessageInfo first) {
		return (first != null) ? first.getSeq() : this.end + 1;
	}

	/**
	 * Whether there is another message before the end.
	 * @return whether there is
	 * @throws NatsException if the stream cannot be read just now; may be called again
	 */
	@Override
	public boolean hasNext() {
		if (this.next == null && this.position <= this.end) {
			MessageInfo found = find(() -> this.management.getNextMessage(this.stream, this.position, this.subject));
			this.position = sequence(found) + 1;
			this.next = (found != null && found.getSeq() <= this.end) ? found : null;
		}
		return this.next != null;
	}

	@Override
	public MessageInfo next() {
		MessageInfo found = hasNext() ? this.next : null;
		if (found == null) {
			throw new NoSuchElementException("The end of stream '" + this.stream + "' is reached");
		}
		this.next = null;
		return found;
	}

	private @Nullable MessageInfo find(Call<MessageInfo> call) {
		try {
			return ask(call);
		}
		catch (NatsException ex) {
			if (ex.getCause() instanceof JetStreamApiException refusal
					&& refusal.getApiErrorCode() == JetStreamErrors.NO_MESSAGE_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	private <T> T ask(Call<T> call) {
		try {
			return call.now();
		}
		catch (JetStreamApiException | IOException | IllegalStateException ex) {
			throw new NatsException("Stream '" + this.stream + "' cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * A request to JetStream.
	 *
	 * @param <T> the type of its answer
	 */
	private interface Call<T> {

		T now() throws IOException, JetStreamApiException;

	}

}

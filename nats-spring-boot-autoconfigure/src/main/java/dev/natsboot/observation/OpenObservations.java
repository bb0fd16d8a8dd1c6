package dev.natsboot.observation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * The observations of messages that are under way, so that what happens to a message
 * outside its handler is found to belong to it. Thread-safe.
 */
final class OpenObservations {

	/** More than are ever under way; above it, what happens later stands alone. */
	private static final int LIMIT = 100_000;

	private final Map<Message, Observation> byMessage = new ConcurrentHashMap<>();

	private final Map<String, Observation> byReplySubject = new ConcurrentHashMap<>();

	/**
	 * Keeps an observation.
	 * @return {@code false} if there are too many
	 */
	boolean add(Message message, Observation observation) {
		if (this.byMessage.size() >= LIMIT) {
			return false;
		}
		this.byMessage.put(message, observation);
		if (message.getReplyTo() != null && !message.isJetStream()) {
			this.byReplySubject.put(message.getReplyTo(), observation);
		}
		return true;
	}

	@Nullable Observation remove(Message message) {
		if (message.getReplyTo() != null) {
			this.byReplySubject.remove(message.getReplyTo());
		}
		return this.byMessage.remove(message);
	}

	List<Observation> of(List<Message> messages) {
		return messages.stream().map(this.byMessage::get).filter(Objects::nonNull).toList();
	}

	/**
	 * What a reply answers.
	 */
	@Nullable Observation ofReply(String subject) {
		return this.byReplySubject.get(subject);
	}

}

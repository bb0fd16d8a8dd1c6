package dev.natsboot.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.natsboot.core.NatsOperations;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Does with a listener method's return value what is to be done with it. Thread-safe.
 */
final class ListenerResult {

	private final @Nullable Function<Object, CompletionStage<?>> later;

	private final @Nullable Sender sender;

	/**
	 * Creates it.
	 * @param later turns the return value into a stage, where it comes later
	 * @param sender sends the value, where there is one to send
	 */
	ListenerResult(@Nullable Function<Object, CompletionStage<?>> later, @Nullable Sender sender) {
		this.later = later;
		this.sender = sender;
	}

	@Nullable CompletionStage<?> handle(Message message, @Nullable Object value) {
		Sender to = this.sender;
		if (this.later == null) {
			if (to != null) {
				to.send(message, value);
			}
			return null;
		}
		if (value == null) {
			return CompletableFuture
				.failedFuture(new IllegalStateException("The listener method returned null in place of a future"));
		}
		CompletionStage<?> stage = this.later.apply(value);
		return (to != null) ? stage.thenAccept((result) -> to.send(message, result)) : stage;
	}

	/**
	 * Sends a result.
	 */
	@FunctionalInterface
	interface Sender {

		void send(Message message, @Nullable Object result);

		/**
		 * Answers the requester, if the message has one.
		 * @param operations sends
		 * @return the sender
		 */
		static Sender reply(NatsOperations operations) {
			return (message, result) -> {
				String replyTo = message.getReplyTo();
				if (replyTo != null) {
					operations.to(replyTo).payload(result).reply();
				}
			};
		}

		/**
		 * Sends to subjects, if there is a result.
		 * @param operations sends
		 * @param subjects the subjects
		 * @return the sender
		 */
		static Sender send(NatsOperations operations, List<String> subjects) {
			return (message, result) -> {
				if (result != null) {
					subjects.forEach((subject) -> operations.to(subject).payload(result).send());
				}
			};
		}

		/**
		 * Publishes into streams, if there is a result, before the message it came from
		 * is acknowledged.
		 * @param operations publishes
		 * @param subjects the subjects
		 * @param ids gives the message id
		 * @return the sender
		 */
		static Sender publish(NatsOperations operations, List<String> subjects, ResultId ids) {
			return (message, result) -> {
				if (result != null) {
					String id = ids.of(message, result);
					subjects.forEach((subject) -> operations.to(subject)
						.payload(result)
						.messageId((subjects.size() == 1) ? id : id + ":" + subject)
						.publish());
				}
			};
		}

	}

}

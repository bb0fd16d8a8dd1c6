package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.Batch;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.integration.IntegrationMessageHeaderAccessor;

/**
 * Hands received messages to a binding's channel, again and again where the framework
 * retries. While it does, the container keeps the messages from being delivered again.
 */
final class FunctionHandler implements InboundHandler, Batch {

	private static final CompletionStage<?> NOTHING_SENT = CompletableFuture.completedFuture(null);

	private final InboundMessages messages;

	private final Consumer<org.springframework.messaging.Message<?>> channel;

	private final @Nullable RetryTemplate retryTemplate;

	private final Settling settling;

	/**
	 * Creates a handler.
	 * @param messages makes messages
	 * @param channel takes them, and throws when one failed
	 * @param retryTemplate retries, or {@code null} if the server does
	 * @param settling who settles messages
	 */
	FunctionHandler(InboundMessages messages, Consumer<org.springframework.messaging.Message<?>> channel,
			@Nullable RetryTemplate retryTemplate, Settling settling) {
		this.messages = messages;
		this.channel = channel;
		this.retryTemplate = retryTemplate;
		this.settling = settling;
	}

	@Override
	public @Nullable CompletionStage<?> handle(Message message) throws Exception {
		Map<String, Object> headers = this.messages.headers(message);
		if (this.settling != Settling.AUTOMATIC) {
			Acknowledgment acknowledgment = Acknowledgment.current();
			headers.put(NatsHeaders.ACKNOWLEDGMENT, (this.settling == Settling.FORWARDED)
					? new ForwardedAcknowledgment(acknowledgment) : acknowledgment);
		}
		if (this.retryTemplate != null) {
			headers.put(IntegrationMessageHeaderAccessor.DELIVERY_ATTEMPT, new AtomicInteger());
		}
		return send(this.messages.create(message, headers));
	}

	@Override
	public List<@Nullable Throwable> handle(List<Message> batch) throws Exception {
		try {
			await(attempt(this.messages.create(batch)));
			return List.of();
		}
		catch (Exception ex) {
			BatchFailureException some = Failures.find(ex, BatchFailureException.class);
			if (some == null) {
				throw ex;
			}
			List<@Nullable Throwable> failures = new ArrayList<>(Collections.nCopies(batch.size(), null));
			some.getFailures().forEach((index, cause) -> {
				if (index >= 0 && index < batch.size()) {
					failures.set(index, cause);
				}
			});
			return failures;
		}
	}

	private @Nullable CompletionStage<?> send(org.springframework.messaging.Message<?> message) throws Exception {
		if (this.retryTemplate == null) {
			return attempt(message);
		}
		AtomicInteger attempts = message.getHeaders()
			.get(IntegrationMessageHeaderAccessor.DELIVERY_ATTEMPT, AtomicInteger.class);
		try {
			CompletionStage<?> stored = this.retryTemplate.execute(() -> {
				if (attempts != null) {
					attempts.incrementAndGet();
				}
				return Objects.requireNonNullElse(attempt(message), NOTHING_SENT);
			});
			return (stored != NOTHING_SENT) ? stored : null;
		}
		catch (RetryException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private @Nullable CompletionStage<?> attempt(org.springframework.messaging.Message<?> message) throws Exception {
		if (this.settling != Settling.AUTOMATIC) {
			// whoever settles by hand has to know that what was sent is stored
			this.channel.accept(message);
			return null;
		}
		PendingPublishes publishes = PendingPublishes.begin();
		try {
			this.channel.accept(message);
		}
		catch (RuntimeException ex) {
			if (Failures.find(ex, BatchFailureException.class) != null) {
				// the other messages are acknowledged
				await(publishes.all());
			}
			throw Failures.unwrap(ex);
		}
		finally {
			publishes.end();
		}
		return publishes.all();
	}

	private static void await(@Nullable CompletionStage<?> stored) {
		if (stored != null) {
			stored.toCompletableFuture().join();
		}
	}

	/**
	 * Who settles messages.
	 */
	enum Settling {

		/**
		 * The container, when the function has returned.
		 */
		AUTOMATIC,

		/**
		 * The function.
		 */
		MANUAL,

		/**
		 * The function, or what becomes of what it sends.
		 */
		FORWARDED

	}

}

package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsOperations.SendSpec;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.BinderHeaders;
import org.springframework.cloud.stream.binder.HeaderMode;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.integration.support.ErrorMessageStrategy;
import org.springframework.integration.support.ErrorMessageUtils;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandlingException;

/**
 * The producer's side of a binding: sends messages by the library's template.
 * Thread-safe.
 */
final class NatsOutboundHandler extends AbstractMessageHandler implements ManageableLifecycle {

	private final Settings settings;

	private final Function<String, SendSpec> template;

	private final HeaderMapper headerMapper;

	private final SendSpec[] partitions;

	private final SendSpec whole;

	private volatile boolean running;

	/**
	 * Creates a handler.
	 * @param settings how it sends
	 * @param template begins a message to a subject
	 * @param headerMapper maps headers
	 */
	NatsOutboundHandler(Settings settings, Function<String, SendSpec> template, HeaderMapper headerMapper) {
		this.settings = settings;
		this.template = template;
		this.headerMapper = headerMapper;
		this.whole = spec(settings.subject());
		this.partitions = new SendSpec[settings.partitions()];
		for (int i = 0; i < this.partitions.length; i++) {
			this.partitions[i] = spec(Names.partition(settings.subject(), i));
		}
	}

	private SendSpec spec(String subject) {
		SendSpec spec = this.template.apply(subject);
		return (this.settings.ttl() != null) ? spec.ttl(this.settings.ttl()) : spec;
	}

	@Override
	public String getComponentType() {
		return "nats:outbound-channel-adapter";
	}

	@Override
	protected void handleMessageInternal(Message<?> message) {
		SendSpec spec = target(message).payload(message.getPayload());
		if (this.settings.headerMode() == HeaderMode.headers) {
			Headers headers = this.headerMapper.toNats(message.getHeaders());
			if (!headers.isEmpty()) {
				spec = spec.headers(headers);
			}
		}
		if (this.settings.core()) {
			spec.send();
			ForwardedAcknowledgment forwarded = forwarded(message);
			if (forwarded != null) {
				forwarded.sent(true);
			}
			return;
		}
		String id = messageId(message);
		publish(message, (id != null) ? spec.messageId(id) : spec);
	}

	private SendSpec target(Message<?> message) {
		Object partition = message.getHeaders().get(BinderHeaders.PARTITION_HEADER);
		if (this.partitions.length == 0 || !(partition instanceof Number number)) {
			return this.whole;
		}
		int index = number.intValue();
		return (index < this.partitions.length) ? this.partitions[index]
				: spec(Names.partition(this.settings.subject(), index));
	}

	private @Nullable String messageId(Message<?> message) {
		Expression expression = this.settings.messageId();
		if (expression == null) {
			return message.getHeaders().get(NatsHeaders.MESSAGE_ID, String.class);
		}
		return expression.getValue(this.settings.evaluationContext(), message, String.class);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void publish(Message<?> message, SendSpec spec) {
		CompletableFuture<PublishAck> confirm = confirm(message);
		ForwardedAcknowledgment forwarded = forwarded(message);
		PendingPublishes pending = (this.settings.sync() == null && forwarded == null) ? PendingPublishes.current()
				: null;
		boolean waits = (this.settings.sync() != null) ? this.settings.sync() : pending == null && forwarded == null;
		if (waits) {
			boolean stored = false;
			try {
				publishAndWait(spec, confirm);
				stored = true;
			}
			finally {
				if (forwarded != null) {
					forwarded.sent(stored);
				}
			}
			return;
		}
		CompletableFuture<PublishAck> publish = publishAsync(spec);
		if (forwarded != null) {
			publish.whenComplete((ack, failure) -> forwarded.sent(failure == null));
		}
		if (pending != null) {
			pending.add(publish);
		}
		if (confirm != null || pending == null) {
			publish.whenComplete((ack, failure) -> done(message, confirm, pending == null, ack, failure));
		}
	}

	private static @Nullable ForwardedAcknowledgment forwarded(Message<?> message) {
		return (message.getHeaders().get(NatsHeaders.ACKNOWLEDGMENT) instanceof ForwardedAcknowledgment input) ? input
				: null;
	}

	private static CompletableFuture<PublishAck> publishAsync(SendSpec spec) {
		try {
			return spec.publishAsync();
		}
		catch (NatsException ex) {
			// not connected, or no room: told as what the stream answers
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static void publishAndWait(SendSpec spec, @Nullable CompletableFuture<PublishAck> confirm) {
		try {
			PublishAck ack = spec.publish();
			if (confirm != null) {
				confirm.complete(ack);
			}
		}
		catch (RuntimeException ex) {
			if (confirm != null) {
				confirm.completeExceptionally(ex);
			}
			throw ex;
		}
	}

	private void done(Message<?> message, @Nullable CompletableFuture<PublishAck> confirm, boolean report,
			@Nullable PublishAck ack, @Nullable Throwable failure) {
		if (confirm != null && failure == null) {
			confirm.complete(ack);
		}
		else if (confirm != null) {
			confirm.completeExceptionally(failure);
		}
		if (report && failure != null) {
			reportFailure(message, failure);
		}
	}

	private void reportFailure(Message<?> message, Throwable failure) {
		MessageChannel channel = this.settings.errorChannel();
		if (channel == null) {
			this.logger.error(failure, () -> "A message to '" + this.settings.subject()
					+ "' was not stored, and there is no error channel");
			return;
		}
		try {
			channel.send(this.settings.errorMessageStrategy()
				.buildErrorMessage(new MessageHandlingException(message, failure),
						ErrorMessageUtils.getAttributeAccessor(message, message)));
		}
		catch (RuntimeException ex) {
			this.logger.error(ex, "The error channel failed itself");
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable CompletableFuture<PublishAck> confirm(Message<?> message) {
		return (message.getHeaders().get(NatsHeaders.CONFIRM) instanceof CompletableFuture<?> future)
				? (CompletableFuture<PublishAck>) future : null;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * How a binding sends.
	 *
	 * @param subject the subject
	 * @param partitions how many partitions it has, 0 if it is not partitioned
	 * @param core whether without a stream
	 * @param sync whether it waits; {@code null} unless the message that is being handled
	 * does
	 * @param headerMode how headers are sent
	 * @param messageId gives a message's id
	 * @param evaluationContext for that
	 * @param ttl how long the stream keeps a message
	 * @param errorChannel takes what could not be sent
	 * @param errorMessageStrategy makes messages for it
	 */
	record Settings(String subject, int partitions, boolean core, @Nullable Boolean sync, HeaderMode headerMode,
			@Nullable Expression messageId, EvaluationContext evaluationContext, @Nullable Duration ttl,
			@Nullable MessageChannel errorChannel, ErrorMessageStrategy errorMessageStrategy) {
	}

}

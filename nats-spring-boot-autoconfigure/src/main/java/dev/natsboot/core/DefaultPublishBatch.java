package dev.natsboot.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The template's batch.
 */
final class DefaultPublishBatch implements PublishBatch {

	private final NatsTemplate template;

	private final List<OutboundMessage> messages = new ArrayList<>();

	private Duration timeout;

	private boolean committed;

	DefaultPublishBatch(NatsTemplate template, Duration timeout) {
		this.template = template;
		this.timeout = timeout;
	}

	@Override
	public DefaultPublishBatch add(String subject, @Nullable Object payload) {
		return add(this.template.to(subject).payload(payload));
	}

	@Override
	public DefaultPublishBatch add(NatsOperations.SendSpec message) {
		checkNotCommitted();
		Assert.state(this.messages.size() < MAX_SIZE, () -> "A batch has at most " + MAX_SIZE + " messages");
		Assert.isTrue(message instanceof DefaultSendSpec spec && spec.template() == this.template,
				"'message' must be described by the template of this batch");
		this.template.doAdd((DefaultSendSpec) message, this.messages);
		return this;
	}

	@Override
	public DefaultPublishBatch timeout(Duration timeout) {
		DefaultSendSpec.checkPositive(timeout, "timeout");
		this.timeout = timeout;
		return this;
	}

	@Override
	public int size() {
		return this.messages.size();
	}

	@Override
	public PublishAck commit() {
		checkNotCommitted();
		Assert.state(!this.messages.isEmpty(), "The batch is empty");
		this.committed = true;
		return this.template.doCommit(this.messages, this.timeout);
	}

	private void checkNotCommitted() {
		Assert.state(!this.committed, "The batch was committed; begin another one");
	}

}

package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.NatsListenerContainer;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.context.Lifecycle;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.core.MessageSource;
import org.springframework.integration.core.Pausable;

/**
 * The consumer's side of a binding whose messages the application asks for. The library's
 * container fetches a few ahead and keeps them from being delivered again; each is
 * settled by hand. Thread-safe.
 */
final class NatsMessageSource implements MessageSource<byte[]>, Lifecycle, Pausable, InboundHandler {

	private static final Duration AT_ONCE = Duration.ofMillis(1);

	private final InboundMessages messages;

	private final Duration requeueDelay;

	private final LinkedBlockingQueue<Fetched> fetched = new LinkedBlockingQueue<>();

	private final BindingContainers containers;

	private final long maxLease;

	private volatile boolean running;

	/**
	 * Creates a source.
	 * @param messages makes messages
	 * @param requeueDelay after how long a message that is put back comes again
	 * @param maxLease how long a fetched message is kept
	 * @param containers builds the containers, for this source as their handler
	 */
	NatsMessageSource(InboundMessages messages, Duration requeueDelay, Duration maxLease,
			Function<InboundHandler, BindingContainers> containers) {
		this.messages = messages;
		this.requeueDelay = requeueDelay;
		this.maxLease = maxLease.toNanos();
		this.containers = containers.apply(this);
		this.containers.build();
	}

	@Override
	public @Nullable CompletionStage<?> handle(Message message) {
		Fetched next = new Fetched(message, Acknowledgment.current(), System.nanoTime());
		if (this.running) {
			this.fetched.add(next);
		}
		else {
			next.acknowledgment().nak(AT_ONCE);
		}
		return null;
	}

	@Override
	public org.springframework.messaging.@Nullable Message<byte[]> receive() {
		Fetched next = this.fetched.poll();
		while (next != null && System.nanoTime() - next.at() > this.maxLease) {
			// it is delivered again already
			next = this.fetched.poll();
		}
		if (next == null) {
			return null;
		}
		Map<String, Object> headers = this.messages.headers(next.message());
		headers.put(NatsHeaders.ACKNOWLEDGMENT, next.acknowledgment());
		headers.put(IntegrationMessageHeaderAccessor.ACKNOWLEDGMENT_CALLBACK,
				new PolledAcknowledgment(next.acknowledgment(), this.requeueDelay));
		return this.messages.create(next.message(), headers);
	}

	@Override
	public void start() {
		this.running = true;
		this.containers.start();
	}

	@Override
	public void stop() {
		this.running = false;
		for (Fetched next = this.fetched.poll(); next != null; next = this.fetched.poll()) {
			next.acknowledgment().nak(AT_ONCE);
		}
		this.containers.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void pause() {
		this.containers.all().forEach(NatsListenerContainer::pause);
	}

	@Override
	public void resume() {
		this.containers.all().forEach(NatsListenerContainer::resume);
	}

	/**
	 * A message that was fetched and is not yet asked for.
	 */
	private record Fetched(Message message, Acknowledgment acknowledgment, long at) {
	}

}

package dev.natsboot.cloud.stream.binder;

import java.util.Objects;

import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.channel.FluxMessageChannel;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.messaging.Message;

/**
 * The consumer's side of a binding: the library's containers, and the channel that their
 * messages go to.
 */
final class NatsInboundEndpoint extends MessageProducerSupport implements Pausable {

	private @Nullable BindingContainers containers;

	/**
	 * Tells what serves it, before it is initialized.
	 * @param serving builds the containers
	 */
	void setContainers(BindingContainers serving) {
		this.containers = serving;
	}

	private BindingContainers containers() {
		return Objects.requireNonNull(this.containers);
	}

	/**
	 * Hands a message to the function.
	 * @param message the message
	 */
	void handle(Message<?> message) {
		sendMessage(message);
		if (getOutputChannel() instanceof FluxMessageChannel channel && ReactiveFunctions.hasEnded(channel)) {
			throw new IllegalStateException("The function behind '" + channel.getComponentName()
					+ "' has ended, perhaps by an error; a reactive function must handle errors itself");
		}
	}

	@Override
	public String getComponentType() {
		return "nats:message-driven-channel-adapter";
	}

	@Override
	protected void onInit() {
		super.onInit();
		containers().build();
	}

	@Override
	protected void doStart() {
		containers().start();
	}

	@Override
	protected void doStop() {
		containers().stop();
	}

	@Override
	public void pause() {
		containers().all().forEach(NatsListenerContainer::pause);
	}

	@Override
	public void resume() {
		containers().all().forEach(NatsListenerContainer::resume);
	}

}

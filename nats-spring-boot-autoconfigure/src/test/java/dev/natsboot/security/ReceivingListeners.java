package dev.natsboot.security;

import java.nio.charset.StandardCharsets;

import dev.natsboot.annotation.NatsListener;
import io.nats.client.Message;

/**
 * Listeners for each way in which messages come.
 */
class ReceivingListeners {

	private final Recorder recorder;

	ReceivingListeners(Recorder recorder) {
		this.recorder = recorder;
	}

	@NatsListener(id = "core", subjects = { "core.bearer.>", "core.signed.>", "core.bound.>", "core.open.>" })
	void core(Message message) {
		this.recorder.handled(message);
	}

	@NatsListener(id = "ask", subjects = { "ask.bearer.>", "ask.signed.>", "ask.bound.>" })
	String ask(Message message) {
		this.recorder.handled(message);
		return "re " + new String(message.getData(), StandardCharsets.UTF_8);
	}

	@NatsListener(id = "stream", subjects = { "secured.bearer.>", "secured.signed.>", "secured.bound.>" },
			durable = "secured-work")
	void stream(Message message) {
		this.recorder.handled(message);
		if (message.getSubject().endsWith(".failing") && message.metaData().deliveredCount() == 1) {
			throw new IllegalStateException("at first");
		}
		if (message.getSubject().endsWith(".broken")) {
			throw new dev.natsboot.core.PayloadConversionException("cannot be read");
		}
	}

}

package dev.natsboot.observation;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.jetstream.DeliveryCount;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Times a listener's handler. Allocates nothing for a handler that returns no future.
 */
final class MeteredHandler implements InboundHandler {

	private final InboundHandler next;

	private final Timer success;

	private final Timer failure;

	private final @Nullable Counter redelivered;

	MeteredHandler(InboundHandler next, Timer success, Timer failure, @Nullable Counter redelivered) {
		this.next = next;
		this.success = success;
		this.failure = failure;
		this.redelivered = redelivered;
	}

	@Override
	public @Nullable CompletionStage<?> handle(Message message) throws Exception {
		if (this.redelivered != null && DeliveryCount.of(message) > 1) {
			this.redelivered.increment();
		}
		long begin = System.nanoTime();
		CompletionStage<?> stage;
		try {
			stage = this.next.handle(message);
		}
		catch (Throwable ex) {
			record(this.failure, begin);
			throw ex;
		}
		if (stage == null) {
			record(this.success, begin);
			return null;
		}
		return stage.whenComplete((done, ex) -> record((ex != null) ? this.failure : this.success, begin));
	}

	private static void record(Timer timer, long begin) {
		timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
	}

}

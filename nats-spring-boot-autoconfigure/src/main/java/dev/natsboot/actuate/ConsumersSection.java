package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

/**
 * The consumers that are declared, and those of listeners, with their lag.
 */
final class ConsumersSection implements Section {

	private final NatsEndpointSources sources;

	ConsumersSection(NatsEndpointSources sources) {
		this.sources = sources;
	}

	@Override
	public Pending begin(Deadline deadline) {
		Map<String, CompletableFuture<?>> consumers = new LinkedHashMap<>();
		for (StreamsSection.Target target : StreamsSection.targets(this.sources)) {
			String consumer = target.consumer();
			if (consumer != null) {
				consumers.put(target.stream() + "." + consumer,
						deadline
							.ask(this.sources.connections().pool(target.connection()),
									(inquiry) -> StreamsSection.standing(inquiry, target.stream(), consumer))
							.handle((standing, failure) -> describe(target, standing, failure)));
			}
		}
		return new Pending(consumers);
	}

	private static Map<String, Object> describe(StreamsSection.Target target,
			StreamsSection.@Nullable Standing standing, @Nullable Throwable failure) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("connection", target.connection());
		shown.put("stream", target.stream());
		if (target.declared() != null) {
			shown.put("declared", NatsStreamsHealthIndicator.details(target.declared()));
		}
		if (standing == null) {
			shown.put("error", Deadline.reason(failure));
			return shown;
		}
		ConsumerInfo info = standing.info();
		shown.put("pending", info.getNumPending());
		shown.put("ackPending", info.getNumAckPending());
		shown.put("redelivered", info.getRedelivered());
		shown.put("waitingPulls", info.getNumWaiting());
		shown.put("paused", info.getPaused());
		shown.put("deliveredSequence", info.getDelivered().getStreamSequence());
		shown.put("ackFloorSequence", info.getAckFloor().getStreamSequence());
		if (standing.lag() != null) {
			shown.put("lagMillis", standing.lag().toMillis());
		}
		return shown;
	}

}

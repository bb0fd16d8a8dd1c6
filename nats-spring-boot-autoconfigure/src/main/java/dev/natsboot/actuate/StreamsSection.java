package dev.natsboot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.natsboot.jetstream.JetStreamInquiry;
import dev.natsboot.jetstream.Provisioned;
import dev.natsboot.listener.ListenerSnapshot;
import dev.natsboot.listener.NatsListenerContainer;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are declared, and those that listeners consume.
 */
final class StreamsSection implements Section {

	private final NatsEndpointSources sources;

	StreamsSection(NatsEndpointSources sources) {
		this.sources = sources;
	}

	@Override
	public Pending begin(Deadline deadline) {
		Map<String, CompletableFuture<?>> streams = new LinkedHashMap<>();
		for (Target target : targets(this.sources)) {
			if (target.consumer() == null || !streams.containsKey(target.stream())) {
				Provisioned declared = (target.consumer() == null) ? target.declared() : null;
				streams.put(target.stream(),
						deadline
							.ask(this.sources.connections().pool(target.connection()),
									(inquiry) -> inquiry.stream(target.stream()))
							.handle((info, failure) -> describe(target.connection(), declared, info, failure)));
			}
		}
		return new Pending(streams);
	}

	private static Map<String, Object> describe(String connection, @Nullable Provisioned declared,
			@Nullable StreamInfo info, @Nullable Throwable failure) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("connection", connection);
		if (declared != null) {
			shown.put("declared", NatsStreamsHealthIndicator.details(declared));
		}
		if (info == null) {
			shown.put("error", Deadline.reason(failure));
			return shown;
		}
		StreamState state = info.getStreamState();
		shown.put("subjects", info.getConfiguration().getSubjects());
		shown.put("messages", state.getMsgCount());
		shown.put("bytes", state.getByteCount());
		shown.put("firstSequence", state.getFirstSequence());
		shown.put("lastSequence", state.getLastSequence());
		shown.put("consumers", state.getConsumerCount());
		return shown;
	}

	/**
	 * What is declared, then what listeners have beside that.
	 */
	static List<Target> targets(NatsEndpointSources sources) {
		Map<String, Target> targets = new LinkedHashMap<>();
		if (sources.provisioning() != null) {
			for (Provisioned declared : sources.provisioning().results()) {
				Target target = new Target(declared.connection(), declared.stream(), declared.consumer(), declared);
				targets.put(target.key(), target);
			}
		}
		if (sources.listeners() != null) {
			for (NatsListenerContainer container : sources.listeners().containers()) {
				Target target = target(container.snapshot());
				if (target != null) {
					targets.putIfAbsent(target.key(), target);
				}
			}
		}
		return new ArrayList<>(targets.values());
	}

	private static @Nullable Target target(ListenerSnapshot snapshot) {
		ConsumerInfo consumer = snapshot.consumer();
		return (consumer != null)
				? new Target(snapshot.listener().connection(), consumer.getStreamName(), consumer.getName(), null)
				: null;
	}

	/**
	 * How a consumer stands, with its lag.
	 */
	static CompletableFuture<Standing> standing(JetStreamInquiry inquiry, String stream, String consumer) {
		return inquiry.consumer(stream, consumer)
			.thenCompose((info) -> inquiry.lag(info).handle((lag, failure) -> new Standing(info, lag)));
	}

	/**
	 * A consumer as the server has it.
	 *
	 * @param info what the server says
	 * @param lag the age of the oldest unsettled message, if the server tells
	 */
	record Standing(ConsumerInfo info, @Nullable Duration lag) {

	}

	/**
	 * A stream or consumer to ask for.
	 *
	 * @param connection the connection
	 * @param stream the stream
	 * @param consumer the consumer, or {@code null} for the stream itself
	 * @param declared how it stands against its declaration, if it has one
	 */
	record Target(String connection, String stream, @Nullable String consumer, @Nullable Provisioned declared) {

		String key() {
			return this.connection + " " + this.stream + " " + this.consumer;
		}

	}

}

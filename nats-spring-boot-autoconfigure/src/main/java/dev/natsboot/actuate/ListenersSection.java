package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.listener.ListenerSnapshot;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The listeners.
 */
final class ListenersSection implements Section {

	private final NatsListenerRegistry registry;

	ListenersSection(NatsListenerRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Pending begin(Deadline deadline) {
		Map<String, Object> listeners = new LinkedHashMap<>();
		for (NatsListenerContainer container : this.registry.containers()) {
			listeners.put(container.description().id(), describe(container.snapshot()));
		}
		return Pending.of(listeners);
	}

	static Map<String, Object> describe(ListenerSnapshot snapshot) {
		ListenerDescription listener = snapshot.listener();
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("state", snapshot.state());
		putIfThere(shown, "waitingFor", snapshot.waitingFor());
		shown.put("connection", listener.connection());
		shown.put("subjects", listener.subjects());
		putIfThere(shown, "queue", listener.queue());
		putIfThere(shown, "stream",
				(snapshot.consumer() != null) ? snapshot.consumer().getStreamName() : listener.stream());
		putIfThere(shown, "durable", listener.durable());
		if (listener.replay()) {
			shown.put("replay", true);
		}
		shown.put("workers", snapshot.workers());
		shown.put("queued", snapshot.queued());
		shown.put("inFlight", snapshot.inFlight());
		if (listener.isJetStream()) {
			shown.put("settled", snapshot.settled());
			shown.put("deadLetters", snapshot.deadLetters());
		}
		return shown;
	}

	private static void putIfThere(Map<String, Object> shown, String key, @Nullable Object value) {
		if (value != null) {
			shown.put(key, value);
		}
	}

}

package dev.natsboot.listener;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import dev.natsboot.core.NatsConfigurationException;

/**
 * The listeners of an application by id. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsListenerRegistry {

	private final Map<String, NatsListenerContainer> containers = new ConcurrentSkipListMap<>();

	/**
	 * Adds a container. Its lifecycle is not the registry's business.
	 * @param container the container
	 * @param declaredAt where the listener was declared
	 * @throws NatsConfigurationException if there is one with the same id
	 */
	public void add(NatsListenerContainer container, String declaredAt) {
		String id = container.description().id();
		if (this.containers.putIfAbsent(id, container) != null) {
			throw new NatsConfigurationException(declaredAt, "There are two listeners with the id '" + id + "'",
					"Give each listener an 'id' of its own.");
		}
	}

	/**
	 * The container of a listener.
	 * @param id the listener's id
	 * @return the container, if there is a listener with this id
	 */
	public Optional<NatsListenerContainer> find(String id) {
		return Optional.ofNullable(this.containers.get(id));
	}

	/**
	 * All containers, ordered by id.
	 * @return an unmodifiable view
	 */
	public Collection<NatsListenerContainer> containers() {
		return Collections.unmodifiableCollection(this.containers.values());
	}

}

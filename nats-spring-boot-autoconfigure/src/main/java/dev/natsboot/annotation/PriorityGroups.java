package dev.natsboot.annotation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.PriorityGroup;
import io.nats.client.api.PriorityPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a listener that are about its priority group.
 *
 * @param group the group's name
 * @param policy how the server chooses
 * @param timeout after how long a pinned instance is given up
 * @param priority this instance's priority
 * @param minPending threshold of pending messages
 * @param minAckPending threshold of unsettled messages
 */
record PriorityGroups(@Nullable String group, @Nullable PriorityPolicy policy, @Nullable Duration timeout,
		@Nullable Integer priority, @Nullable Long minPending, @Nullable Long minAckPending) {

	/**
	 * Puts them together.
	 * @param at where the listener was declared
	 * @return the group, or {@code null} if there is none
	 * @throws NatsConfigurationException if they do not fit together
	 */
	@Nullable PriorityGroup toGroup(String at) {
		Map<String, @Nullable Object> others = new LinkedHashMap<>();
		others.put("priorityPolicy", this.policy);
		others.put("priorityTimeout", this.timeout);
		others.put("priority", this.priority);
		others.put("minPending", this.minPending);
		others.put("minAckPending", this.minAckPending);
		if (this.group == null) {
			refuse(others, "but no 'priorityGroup'", "Add 'priorityGroup', the name of the group, or remove it.", at);
			return null;
		}
		if (this.policy == null) {
			throw new NatsConfigurationException(at, "It has a 'priorityGroup' but no 'priorityPolicy'",
					"Add 'priorityPolicy': overflow, pinned-client or prioritized.");
		}
		others.remove("priorityPolicy");
		switch (this.policy) {
			case Overflow -> others.keySet().removeIf((name) -> name.startsWith("min"));
			case PinnedClient -> others.remove("priorityTimeout");
			default -> others.remove("priority");
		}
		refuse(others, "which means nothing to the 'priorityPolicy' " + this.policy,
				"Remove it, or choose another 'priorityPolicy'.", at);
		try {
			return new PriorityGroup(this.group, this.policy,
					(this.policy == PriorityPolicy.PinnedClient)
							? Objects.requireNonNullElse(this.timeout, PriorityGroup.DEFAULT_TIMEOUT) : null,
					Objects.requireNonNullElse(this.priority, 0), Objects.requireNonNullElse(this.minPending, 0L),
					Objects.requireNonNullElse(this.minAckPending, 0L));
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(at,
					"Its 'priorityGroup' \"" + this.group + "\" is not legal: " + ex.getMessage(),
					"Correct 'priorityGroup', 'priority', 'priorityTimeout', 'minPending' or 'minAckPending'.", ex);
		}
	}

	private static void refuse(Map<String, @Nullable Object> others, String why, String action, String at) {
		others.forEach((name, value) -> {
			if (value != null) {
				throw new NatsConfigurationException(at, "It has a '" + name + "', " + why, action);
			}
		});
	}

}

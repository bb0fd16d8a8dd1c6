package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.regex.Pattern;

import io.nats.client.api.PriorityPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How the server chooses among the instances that pull from one durable consumer
 * (ADR-42).
 *
 * @param name the group's name: up to 16 letters, digits and {@code - _ / =}
 * @param policy how it chooses
 * @param timeout after how long without a word the pinned instance is given up;
 * {@code null} for other policies
 * @param priority which instances get messages first: 0, the first, to 9
 * @param minPending how many messages must be pending for this instance to get any; 0 for
 * no such threshold
 * @param minAckPending how many messages must be delivered and not settled for this
 * instance to get any; 0 for no such threshold
 * @since 0.1.0
 */
public record PriorityGroup(String name, PriorityPolicy policy, @Nullable Duration timeout, int priority,
		long minPending, long minAckPending) {

	/**
	 * After how long without a word a pinned instance is given up, where nothing else is
	 * said.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

	/**
	 * The lowest priority.
	 */
	public static final int LOWEST = 9;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_/=-]{1,16}");

	public PriorityGroup {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("a group's name has 1 to 16 letters, digits and - _ / =");
		}
		if (priority < 0 || priority > LOWEST) {
			throw new IllegalArgumentException("a priority is 0 to " + LOWEST);
		}
		if (minPending < 0 || minAckPending < 0) {
			throw new IllegalArgumentException("a threshold is 0 or more");
		}
		if (timeout != null && timeout.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new IllegalArgumentException("the timeout of a pinned instance is 1 s or more");
		}
	}

	/**
	 * Messages come to this instance only when there is more work than others do.
	 * @param name the group's name
	 * @param minPending how many messages must be pending, or 0
	 * @param minAckPending how many messages must be delivered and not settled, or 0;
	 * with both, one of them is enough
	 * @return the group
	 * @throws IllegalArgumentException if a value is not legal
	 */
	public static PriorityGroup overflow(String name, long minPending, long minAckPending) {
		return new PriorityGroup(name, PriorityPolicy.Overflow, null, 0, minPending, minAckPending);
	}

	/**
	 * All messages come to one instance, the others stand by.
	 * @param name the group's name
	 * @param timeout after how long without a word the one is given up, from 1 s
	 * @return the group
	 * @throws IllegalArgumentException if a value is not legal
	 */
	public static PriorityGroup pinned(String name, Duration timeout) {
		return new PriorityGroup(name, PriorityPolicy.PinnedClient, timeout, 0, 0, 0);
	}

	/**
	 * Messages come to the instances of the first priority that has any which ask.
	 * @param name the group's name
	 * @param priority this instance's priority: 0, the first, to 9
	 * @return the group
	 * @throws IllegalArgumentException if a value is not legal
	 */
	public static PriorityGroup prioritized(String name, int priority) {
		return new PriorityGroup(name, PriorityPolicy.Prioritized, null, priority, 0, 0);
	}

	/**
	 * The first version of the server that knows the policy.
	 */
	String since() {
		return (this.policy == PriorityPolicy.Prioritized) ? "2.12.0" : "2.11.0";
	}

}

package dev.natsboot.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A durable pull consumer as a listener wants it.
 *
 * @param durable its name
 * @param stream its stream, or {@code null} to find it by the subjects
 * @param subjects its filter; empty for all subjects of the stream
 * @param ackWait after how long an unsettled message is delivered again
 * @param maxDeliveries how often a message is handed to a handler at the most; the server
 * gets a few more
 * @param maxAckPending how many messages may be delivered and not settled, by all
 * instances together; 0 for the server's own default
 * @param from where in the stream it begins when it is created
 * @param priorityGroup how the server chooses among those who pull from it, if at all
 * @param inactiveThreshold after how long without a client the server removes it, or
 * {@code null} for a durable consumer
 * @since 0.1.0
 */
public record ConsumerDeclaration(String durable, @Nullable String stream, List<String> subjects, Duration ackWait,
		int maxDeliveries, int maxAckPending, DeliverFrom from, @Nullable PriorityGroup priorityGroup,
		@Nullable Duration inactiveThreshold) {

	/**
	 * How many deliveries the server makes beyond those that a handler sees. They are
	 * there for giving the message up, by a process that did not die of it.
	 */
	static final int DELIVERIES_TO_GIVE_UP = 5;

	public ConsumerDeclaration {
		subjects = List.copyOf(subjects);
	}

	/**
	 * A durable consumer.
	 * @param durable its name
	 * @param stream its stream, or {@code null} to find it by the subjects
	 * @param subjects its filter; empty for all subjects of the stream
	 * @param ackWait after how long an unsettled message is delivered again
	 * @param maxDeliveries how often a message is handed to a handler at the most
	 * @param maxAckPending how many messages may be delivered and not settled; 0 for the
	 * server's own default
	 * @param from where in the stream it begins when it is created
	 */
	public ConsumerDeclaration(String durable, @Nullable String stream, List<String> subjects, Duration ackWait,
			int maxDeliveries, int maxAckPending, DeliverFrom from) {
		this(durable, stream, subjects, ackWait, maxDeliveries, maxAckPending, from, null, null);
	}

	ConsumerConfiguration toConfiguration(long startAfter, @Nullable Instant pausedUntil) {
		ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
			.name(this.durable)
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(this.ackWait)
			.maxDeliver((long) this.maxDeliveries + DELIVERIES_TO_GIVE_UP);
		if (this.inactiveThreshold != null) {
			builder.inactiveThreshold(this.inactiveThreshold);
		}
		else {
			builder.durable(this.durable);
		}
		if (!this.subjects.isEmpty()) {
			builder.filterSubjects(this.subjects);
		}
		if (this.maxAckPending > 0) {
			builder.maxAckPending(this.maxAckPending);
		}
		PriorityGroup group = this.priorityGroup;
		if (group != null) {
			builder.priorityGroups(group.name()).priorityPolicy(group.policy());
			if (group.timeout() != null) {
				builder.priorityTimeout(group.timeout());
			}
		}
		if (pausedUntil != null) {
			builder.pauseUntil(pausedUntil.atZone(ZoneOffset.UTC));
		}
		((startAfter >= 0) ? DeliverFrom.after(startAfter) : this.from).apply(builder);
		return builder.build();
	}

}

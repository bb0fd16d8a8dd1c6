package dev.natsboot.listener;

import java.time.Duration;
import java.util.Objects;

import dev.natsboot.jetstream.PriorityGroup;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Words the pull requests of one engine (ADR-13), and for a priority group (ADR-42) keeps
 * what the server wants to have back in them. Thread-safe.
 */
final class PullRequests {

	/**
	 * The status of a request with the id of a pin that is over.
	 */
	static final int WRONG_PIN = 423;

	private static final String PIN = "Nats-Pin-Id";

	private static final Duration SERVERS_PIN_TIMEOUT = Duration.ofMinutes(2);

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	private static final int SIGNS_OF_LIFE = 3;

	private final @Nullable PriorityGroup group;

	private final long signOfLife;

	private volatile @Nullable String pin;

	private volatile long sentAt = System.nanoTime();

	/**
	 * Creates requests.
	 * @param group the group they are of, if any
	 * @param consumer the consumer as the server has it
	 */
	PullRequests(@Nullable PriorityGroup group, ConsumerConfiguration consumer) {
		this.group = group;
		Duration timeout = Objects.requireNonNullElse(consumer.getPriorityTimeout(), Duration.ZERO);
		this.signOfLife = (timeout.isZero() ? SERVERS_PIN_TIMEOUT : timeout).toNanos() / SIGNS_OF_LIFE;
	}

	/**
	 * A request for messages.
	 * @param size how many
	 * @return the request
	 */
	String batch(int size) {
		this.sentAt = System.nanoTime();
		return "{\"batch\":" + size + ",\"expires\":" + EXPIRES.toNanos() + ",\"idle_heartbeat\":"
				+ PullEngine.HEARTBEAT.toNanos() + group() + "}";
	}

	/**
	 * The server takes the pin from an instance that sends no requests for a while, even
	 * if that has all the messages it can take. One byte is less than any message has, so
	 * that this request brings none.
	 * @return a request that only keeps the pin; {@code null} if none is due
	 */
	@Nullable String toKeepPin() {
		if (this.pin == null || System.nanoTime() - this.sentAt < this.signOfLife) {
			return null;
		}
		this.sentAt = System.nanoTime();
		return "{\"batch\":1,\"max_bytes\":1,\"expires\":" + this.signOfLife + group() + "}";
	}

	/**
	 * The pin that messages came with.
	 * @return its id, or {@code null} if there is none
	 */
	@Nullable String pin() {
		return this.pin;
	}

	void received(Message message) {
		if (isPinned() && message.hasHeaders()) {
			String id = message.getHeaders().getLast(PIN);
			if (id != null) {
				this.pin = id;
			}
		}
	}

	void pinIsOver() {
		this.pin = null;
	}

	private boolean isPinned() {
		return this.group != null && this.group.policy() == PriorityPolicy.PinnedClient;
	}

	private String group() {
		if (this.group == null) {
			return "";
		}
		StringBuilder text = new StringBuilder(",\"group\":\"").append(this.group.name()).append('"');
		append(text, "priority", this.group.priority());
		append(text, "min_pending", this.group.minPending());
		append(text, "min_ack_pending", this.group.minAckPending());
		String id = this.pin;
		if (id != null) {
			text.append(",\"id\":\"").append(id).append('"');
		}
		return text.toString();
	}

	private static void append(StringBuilder text, String name, long value) {
		if (value > 0) {
			text.append(",\"").append(name).append("\":").append(value);
		}
	}

}

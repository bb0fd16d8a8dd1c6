package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import dev.natsboot.listener.ListenerOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer binding wants of NATS, beside the properties that all binders have.
 *
 * @since 0.1.0
 */
public class NatsConsumerProperties {

	/**
	 * Who settles messages. When not set it is 'auto', but 'manual' for a reactive
	 * function that takes messages, since only it knows when it is done with one.
	 */
	private @Nullable AckMode ackMode;

	/**
	 * After how long the server delivers a message again that was not settled. By
	 * nats.listener.ack-wait when not set.
	 */
	private @Nullable Duration ackWait;

	/**
	 * How many messages a batch has at the most, with batch-mode.
	 */
	private int batchSize = 100;

	/**
	 * How long the first message of a batch waits for others, with batch-mode.
	 */
	private Duration batchWait = Duration.ofMillis(100);

	/**
	 * Name of the connection. By the binder's own when not set.
	 */
	private @Nullable String connection;

	/**
	 * Dead letters.
	 */
	private final NatsDeadLetterProperties deadLetter = new NatsDeadLetterProperties();

	/**
	 * Where the consumer of a group begins when it is created: 'all', 'new', 'last',
	 * 'last- per-subject', 'sequence:17' or 'time:2026-01-31T00:00:00Z'. The first
	 * message when not set.
	 */
	private @Nullable String deliverFrom;

	/**
	 * Name of the consumer on the server, in place of the group.
	 */
	private @Nullable String durable;

	/**
	 * How often the server delivers a message at the most. By
	 * nats.listener.max-deliveries when not set. Setting it makes sense with max-attempts
	 * of 1, where the server retries.
	 */
	private @Nullable Integer maxDeliveries;

	/**
	 * How many messages are fetched and not settled at the most. By nats.listener.max-in-
	 * flight when not set, and 1 for polled consumers.
	 */
	private @Nullable Integer maxInFlight;

	/**
	 * How long a message is kept from being delivered again while it is being handled. By
	 * nats.listener.max-lease when not set.
	 */
	private @Nullable Duration maxLease;

	/**
	 * What carries the messages.
	 */
	private BindingMode mode = BindingMode.JETSTREAM;

	/**
	 * Order that is kept when the concurrency is above 1. By nats.listener.order when not
	 * set.
	 */
	private @Nullable ListenerOrder order;

	/**
	 * How many partitions the producers write. When set, an instance takes all partitions
	 * whose number modulo the instance count is its index, in place of the one with its
	 * index.
	 */
	private @Nullable Integer partitionCount;

	/**
	 * The stream.
	 */
	private final NatsStreamProperties stream = new NatsStreamProperties();

	public @Nullable AckMode getAckMode() {
		return this.ackMode;
	}

	public void setAckMode(@Nullable AckMode ackMode) {
		this.ackMode = ackMode;
	}

	public @Nullable Duration getAckWait() {
		return this.ackWait;
	}

	public void setAckWait(@Nullable Duration ackWait) {
		this.ackWait = ackWait;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public Duration getBatchWait() {
		return this.batchWait;
	}

	public void setBatchWait(Duration batchWait) {
		this.batchWait = batchWait;
	}

	public @Nullable String getConnection() {
		return this.connection;
	}

	public void setConnection(@Nullable String connection) {
		this.connection = connection;
	}

	public NatsDeadLetterProperties getDeadLetter() {
		return this.deadLetter;
	}

	public @Nullable String getDeliverFrom() {
		return this.deliverFrom;
	}

	public void setDeliverFrom(@Nullable String deliverFrom) {
		this.deliverFrom = deliverFrom;
	}

	public @Nullable String getDurable() {
		return this.durable;
	}

	public void setDurable(@Nullable String durable) {
		this.durable = durable;
	}

	public @Nullable Integer getMaxDeliveries() {
		return this.maxDeliveries;
	}

	public void setMaxDeliveries(@Nullable Integer maxDeliveries) {
		this.maxDeliveries = maxDeliveries;
	}

	public @Nullable Integer getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(@Nullable Integer maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public @Nullable Duration getMaxLease() {
		return this.maxLease;
	}

	public void setMaxLease(@Nullable Duration maxLease) {
		this.maxLease = maxLease;
	}

	public BindingMode getMode() {
		return this.mode;
	}

	public void setMode(BindingMode mode) {
		this.mode = mode;
	}

	public @Nullable ListenerOrder getOrder() {
		return this.order;
	}

	public void setOrder(@Nullable ListenerOrder order) {
		this.order = order;
	}

	public @Nullable Integer getPartitionCount() {
		return this.partitionCount;
	}

	public void setPartitionCount(@Nullable Integer partitionCount) {
		this.partitionCount = partitionCount;
	}

	public NatsStreamProperties getStream() {
		return this.stream;
	}

}

package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.Set;

import dev.natsboot.core.Backoff;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.listener.Concurrency;
import dev.natsboot.listener.ListenerOptions;
import dev.natsboot.listener.ListenerOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of listeners, for all that do not say otherwise.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.listener")
public class NatsListenerProperties {

	/**
	 * After how long the server delivers a JetStream message again that was not settled.
	 */
	private Duration ackWait = Duration.ofSeconds(30);

	/**
	 * Whether listeners start with the application.
	 */
	private boolean autoStartup = true;

	/**
	 * How many messages a listener handles at the same time: a number, or a range such as
	 * '2-16' within which it follows the backlog.
	 */
	private Concurrency concurrency = ListenerOptions.DEFAULTS.concurrency();

	/**
	 * Dead letters: JetStream messages that were given up.
	 */
	private final DeadLetter deadLetter = new DeadLetter();

	/**
	 * After how long without a message an event says that a listener is idle. Never by
	 * default.
	 */
	private @Nullable Duration idleEventAfter;

	/**
	 * How often a JetStream message is delivered at the most.
	 */
	private int maxDeliveries = 10;

	/**
	 * How many messages a JetStream listener has fetched and not settled at the most.
	 */
	private int maxInFlight = 256;

	/**
	 * How long a JetStream message is kept from being delivered again while its handler
	 * is busy with it.
	 */
	private Duration maxLease = Duration.ofMinutes(5);

	/**
	 * Order that listeners keep.
	 */
	private ListenerOrder order = ListenerOrder.NONE;

	/**
	 * How much payload a core listener may have waiting before new messages are dropped.
	 */
	private DataSize pendingBytes = DataSize.ofMegabytes(64);

	/**
	 * How many messages a core listener may have waiting before new ones are dropped.
	 */
	private long pendingMessages = 512 * 1024;

	/**
	 * Delays between the deliveries of a failed JetStream message.
	 */
	private final Retry retry = new Retry();

	public Duration getAckWait() {
		return this.ackWait;
	}

	public void setAckWait(Duration ackWait) {
		this.ackWait = ackWait;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public Concurrency getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(Concurrency concurrency) {
		this.concurrency = concurrency;
	}

	public DeadLetter getDeadLetter() {
		return this.deadLetter;
	}

	public @Nullable Duration getIdleEventAfter() {
		return this.idleEventAfter;
	}

	public void setIdleEventAfter(@Nullable Duration idleEventAfter) {
		this.idleEventAfter = idleEventAfter;
	}

	public int getMaxDeliveries() {
		return this.maxDeliveries;
	}

	public void setMaxDeliveries(int maxDeliveries) {
		this.maxDeliveries = maxDeliveries;
	}

	public int getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public Duration getMaxLease() {
		return this.maxLease;
	}

	public void setMaxLease(Duration maxLease) {
		this.maxLease = maxLease;
	}

	public ListenerOrder getOrder() {
		return this.order;
	}

	public void setOrder(ListenerOrder order) {
		this.order = order;
	}

	public DataSize getPendingBytes() {
		return this.pendingBytes;
	}

	public void setPendingBytes(DataSize pendingBytes) {
		this.pendingBytes = pendingBytes;
	}

	public long getPendingMessages() {
		return this.pendingMessages;
	}

	public void setPendingMessages(long pendingMessages) {
		this.pendingMessages = pendingMessages;
	}

	public Retry getRetry() {
		return this.retry;
	}

	ListenerOptions toOptions(Duration shutdownTimeout) {
		return new ListenerOptions(this.autoStartup, this.concurrency, this.order, this.pendingMessages,
				this.pendingBytes.toBytes(), this.maxInFlight, this.ackWait, this.maxLease, this.maxDeliveries,
				this.idleEventAfter, shutdownTimeout);
	}

	/**
	 * Dead letters.
	 */
	public static class DeadLetter {

		/**
		 * Whether JetStream messages that are given up are kept as dead letters.
		 */
		private boolean enabled = true;

		/**
		 * Stream of dead letters. Created if it is not there.
		 */
		private String stream = "DEAD_LETTERS";

		/**
		 * Headers that dead letters never carry.
		 */
		private Set<String> strippedHeaders = DeadLetterSettings.DEFAULTS.strippedHeaders();

		/**
		 * What the subjects of dead letters begin with. The stream and the consumer that
		 * they come from follow.
		 */
		private String subjectPrefix = "dead-letters";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getStream() {
			return this.stream;
		}

		public void setStream(String stream) {
			this.stream = stream;
		}

		public Set<String> getStrippedHeaders() {
			return this.strippedHeaders;
		}

		public void setStrippedHeaders(Set<String> strippedHeaders) {
			this.strippedHeaders = strippedHeaders;
		}

		public String getSubjectPrefix() {
			return this.subjectPrefix;
		}

		public void setSubjectPrefix(String subjectPrefix) {
			this.subjectPrefix = subjectPrefix;
		}

		DeadLetterSettings toSettings() {
			return new DeadLetterSettings(this.stream, this.subjectPrefix, this.strippedHeaders);
		}

	}

	/**
	 * Delays between deliveries.
	 */
	public static class Retry {

		/**
		 * Delay after the first delivery.
		 */
		private Duration initial = Duration.ofSeconds(1);

		/**
		 * Part of a delay by which it may be longer or shorter, from 0 to below 1.
		 */
		private double jitter = 0.2;

		/**
		 * Longest delay.
		 */
		private Duration max = Duration.ofMinutes(1);

		/**
		 * Factor from one delay to the next.
		 */
		private double multiplier = 2;

		public Duration getInitial() {
			return this.initial;
		}

		public void setInitial(Duration initial) {
			this.initial = initial;
		}

		public double getJitter() {
			return this.jitter;
		}

		public void setJitter(double jitter) {
			this.jitter = jitter;
		}

		public Duration getMax() {
			return this.max;
		}

		public void setMax(Duration max) {
			this.max = max;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		Backoff toBackoff() {
			return new Backoff(this.initial, this.multiplier, this.max, this.jitter);
		}

	}

}

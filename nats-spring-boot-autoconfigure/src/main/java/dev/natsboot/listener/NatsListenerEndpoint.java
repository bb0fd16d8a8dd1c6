package dev.natsboot.listener;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.jetstream.PriorityGroup;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * A listener as it was declared: what it listens to, its handler, and what it wants
 * different from its factory's options. Immutable.
 *
 * @since 0.1.0
 */
public final class NatsListenerEndpoint {

	private final Builder values;

	private NatsListenerEndpoint(Builder values) {
		this.values = values;
	}

	/**
	 * Begins an endpoint that handles messages one by one.
	 * @param description what it listens to
	 * @param handler handles its messages; answers requesters itself
	 * @return a builder
	 */
	public static Builder of(ListenerDescription description, InboundHandler handler) {
		return new Builder(description, handler, null, 1, Duration.ZERO);
	}

	/**
	 * Begins an endpoint that handles messages together.
	 * @param description what it listens to
	 * @param maxSize how many messages are handled together at the most, from 1
	 * @param maxWait how long the first of them waits for others
	 * @param handler handles its messages
	 * @return a builder
	 */
	public static Builder ofBatches(ListenerDescription description, int maxSize, Duration maxWait, Batch handler) {
		return new Builder(description, null, handler, maxSize, maxWait);
	}

	/**
	 * What it listens to.
	 * @return the description
	 */
	public ListenerDescription description() {
		return this.values.description;
	}

	/**
	 * Where it was declared, for messages to people.
	 * @return the place
	 */
	public String declaredAt() {
		return this.values.declaredAt;
	}

	boolean manual() {
		return this.values.manual;
	}

	boolean replies() {
		return this.values.replies;
	}

	boolean batched() {
		return this.values.batch != null;
	}

	@Nullable DeliverFrom from() {
		return this.values.from;
	}

	@Nullable PriorityGroup priorityGroup() {
		return this.values.priorityGroup;
	}

	int batchSize() {
		return this.values.batchSize;
	}

	@Nullable Function<Message, Object> orderKey() {
		return this.values.orderKey;
	}

	@Nullable ErrorHandler errorHandler() {
		return this.values.errorHandler;
	}

	@Nullable Duration inactiveThreshold() {
		return this.values.inactiveThreshold;
	}

	@Nullable DeadLetterSettings deadLetters(@Nullable DeadLetterSettings defaults) {
		Function<@Nullable DeadLetterSettings, @Nullable DeadLetterSettings> change = this.values.deadLetters;
		return (change != null) ? change.apply(defaults) : defaults;
	}

	InboundHandler handler(ListenerOptions merged, ListenerServices services) {
		Batch batch = this.values.batch;
		if (batch != null) {
			return new BatchHandler(this.values.batchSize, this.values.batchWait, merged.concurrency().max(),
					services.executor(), batch);
		}
		InboundHandler single = this.values.handler;
		if (single == null) {
			throw new IllegalStateException("No handler");
		}
		return single;
	}

	ListenerOptions merge(ListenerOptions shared) {
		Builder own = this.values;
		ListenerOptions defaults = own.options.apply(shared);
		ListenerOrder order = (own.orderKey != null) ? ListenerOrder.KEY : defaults.order();
		return new ListenerOptions((own.autoStartup != null) ? own.autoStartup : defaults.autoStartup(),
				(own.concurrency != null) ? own.concurrency : defaults.concurrency(),
				(own.order != null) ? own.order : order, defaults.pendingMessages(), defaults.pendingBytes(),
				defaults.maxInFlight(), defaults.ackWait(), defaults.maxLease(), defaults.maxDeliveries(),
				(own.idleEventAfter != null) ? own.idleEventAfter : defaults.idleEventAfter(),
				defaults.shutdownTimeout());
	}

	@Nullable Object orderKey(ListenerOrder kept, Message message) {
		return switch (kept) {
			case NONE, STRICT -> null;
			case SUBJECT -> message.getSubject();
			case KEY -> (this.values.orderKey != null) ? this.values.orderKey.apply(message) : null;
		};
	}

	/**
	 * Builds an endpoint. Used once, by one thread.
	 */
	public static final class Builder {

		private final ListenerDescription description;

		private final @Nullable InboundHandler handler;

		private final @Nullable Batch batch;

		private final int batchSize;

		private final Duration batchWait;

		private String declaredAt;

		private boolean manual;

		private boolean replies = true;

		private @Nullable Boolean autoStartup;

		private @Nullable Concurrency concurrency;

		private @Nullable ListenerOrder order;

		private @Nullable Function<Message, Object> orderKey;

		private @Nullable DeliverFrom from;

		private @Nullable PriorityGroup priorityGroup;

		private @Nullable Duration idleEventAfter;

		private @Nullable ErrorHandler errorHandler;

		private UnaryOperator<ListenerOptions> options = (shared) -> shared;

		private @Nullable Function<@Nullable DeadLetterSettings, @Nullable DeadLetterSettings> deadLetters;

		private @Nullable Duration inactiveThreshold;

		private Builder(ListenerDescription description, @Nullable InboundHandler handler, @Nullable Batch batch,
				int batchSize, Duration batchWait) {
			this.description = description;
			this.handler = handler;
			this.batch = batch;
			this.batchSize = batchSize;
			this.batchWait = batchWait;
			this.declaredAt = "listener '" + description.id() + "'";
		}

		/**
		 * Where it was declared.
		 * @param place the place, for messages to people
		 * @return this
		 */
		public Builder declaredAt(String place) {
			this.declaredAt = place;
			return this;
		}

		/**
		 * Whether the handler settles JetStream messages itself, by
		 * {@link Acknowledgment#current()}.
		 * @param byHand whether it does
		 * @return this
		 */
		public Builder manual(boolean byHand) {
			this.manual = byHand;
			return this;
		}

		/**
		 * Whether the handler answers requesters, and so a failure is to be answered too.
		 * A message of a core listener may have a reply subject although nobody asked: a
		 * publisher into a stream waits there for the stream's confirmation.
		 * @param answers whether it does
		 * @return this
		 */
		public Builder replies(boolean answers) {
			this.replies = answers;
			return this;
		}

		/**
		 * Whether it starts with the application.
		 * @param starts whether it does; {@code null} for the factory's option
		 * @return this
		 */
		public Builder autoStartup(@Nullable Boolean starts) {
			this.autoStartup = starts;
			return this;
		}

		/**
		 * How many messages, or batches, it handles at the same time.
		 * @param workers the number; {@code null} for the factory's option
		 * @return this
		 */
		public Builder concurrency(@Nullable Concurrency workers) {
			this.concurrency = workers;
			return this;
		}

		/**
		 * The order it keeps.
		 * @param kept the order; {@code null} for the factory's option, or
		 * {@link ListenerOrder#KEY} where there is a key
		 * @return this
		 */
		public Builder order(@Nullable ListenerOrder kept) {
			this.order = kept;
			return this;
		}

		/**
		 * The key for {@link ListenerOrder#KEY}.
		 * @param key gives a message's key
		 * @return this
		 */
		public Builder orderKey(@Nullable Function<Message, Object> key) {
			this.orderKey = key;
			return this;
		}

		/**
		 * Where in its stream a JetStream listener begins when its consumer is created.
		 * @param beginning the beginning; {@code null} for the first message
		 * @return this
		 */
		public Builder from(@Nullable DeliverFrom beginning) {
			this.from = beginning;
			return this;
		}

		/**
		 * After how long without a message {@link NatsListenerEvent.Idle} is published.
		 * @param time the time; {@code null} for the factory's option
		 * @return this
		 */
		public Builder idleEventAfter(@Nullable Duration time) {
			this.idleEventAfter = time;
			return this;
		}

		/**
		 * How the server chooses among the instances of its durable consumer.
		 * @param group the priority group; {@code null} for none
		 * @return this
		 */
		public Builder priorityGroup(@Nullable PriorityGroup group) {
			this.priorityGroup = group;
			return this;
		}

		/**
		 * Decides on failures.
		 * @param decider the error handler; {@code null} for the factory's
		 * @return this
		 */
		public Builder errorHandler(@Nullable ErrorHandler decider) {
			this.errorHandler = decider;
			return this;
		}

		/**
		 * Changes the factory's options for this listener.
		 * @param change makes options of the factory's; what this builder is told besides
		 * goes before them
		 * @return this
		 */
		public Builder options(UnaryOperator<ListenerOptions> change) {
			this.options = change;
			return this;
		}

		/**
		 * Changes where this listener's dead letters go.
		 * @param change makes settings of the factory's; {@code null} is for no dead
		 * letters
		 * @return this
		 */
		public Builder deadLetters(Function<@Nullable DeadLetterSettings, @Nullable DeadLetterSettings> change) {
			this.deadLetters = change;
			return this;
		}

		/**
		 * Makes its consumer one that the server removes when nobody asks for its
		 * messages any more, in place of a durable one.
		 * @param threshold after how long it is removed; {@code null} for a durable one
		 * @return this
		 */
		public Builder inactiveThreshold(@Nullable Duration threshold) {
			this.inactiveThreshold = threshold;
			return this;
		}

		/**
		 * Builds the endpoint.
		 * @return the endpoint
		 */
		public NatsListenerEndpoint build() {
			return new NatsListenerEndpoint(this);
		}

	}

}

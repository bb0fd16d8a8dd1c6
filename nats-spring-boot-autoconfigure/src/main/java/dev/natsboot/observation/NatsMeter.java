package dev.natsboot.observation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * All meters: their names, tags and what they tell. No tag has a value that comes with a
 * message.
 *
 * @since 0.1.0
 */
@SuppressWarnings("ImmutableEnumChecker") // a list of the JDK's unmodifiable ones
public enum NatsMeter {

	CONNECTION_POOL_SIZE("nats.connection.pool.size", Type.GAUGE, "Connections of the pool", Names.CONNECTION),

	CONNECTION_POOL_IN_USE("nats.connection.pool.in.use", Type.GAUGE,
			"Connections of the pool that had messages lately", Names.CONNECTION),

	CONNECTION_CONNECTED("nats.connection.connected", Type.GAUGE, "Connections of the pool that have a server",
			Names.CONNECTION),

	CONNECTION_RTT("nats.connection.rtt", Type.TIME_GAUGE,
			"Longest of the round trips to the pool's servers, measured from time to time", Names.CONNECTION),

	CONNECTION_RECONNECTS("nats.connection.reconnects", Type.COUNTER, "Reconnects", Names.CONNECTION),

	CONNECTION_REBUILDS("nats.connection.rebuilds", Type.COUNTER, "Clients that took the place of one given up",
			Names.CONNECTION),

	CONNECTION_MESSAGES("nats.connection.messages", Type.COUNTER, "Messages over the wire; direction is in or out",
			Names.CONNECTION, Names.DIRECTION),

	CONNECTION_BYTES("nats.connection.bytes", Type.COUNTER, "Bytes over the wire; direction is in or out",
			Names.CONNECTION, Names.DIRECTION),

	CONNECTION_DROPPED("nats.connection.dropped", Type.COUNTER,
			"Messages that the client dropped because a core listener did not keep up", Names.CONNECTION),

	CONNECTION_SLOW_CONSUMERS("nats.connection.slow.consumers", Type.COUNTER,
			"How often a core listener was found not to keep up", Names.CONNECTION),

	LISTENER_PROCESS("nats.listener.process", Type.TIMER,
			"Time in the handler, until its future completes; outcome is success or failure", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION, Names.OUTCOME),

	LISTENER_SETTLE("nats.listener.settle", Type.TIMER,
			"Time from delivery to settlement, waiting for a worker included (JetStream)", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION),

	LISTENER_REDELIVERED("nats.listener.redelivered", Type.COUNTER,
			"Messages that were not handled for the first time (JetStream)", Names.LISTENER, Names.SUBJECT,
			Names.CONNECTION),

	LISTENER_DEAD_LETTERS("nats.listener.dead.letters", Type.COUNTER, "Messages given up as dead letters (JetStream)",
			Names.LISTENER, Names.SUBJECT, Names.CONNECTION),

	LISTENER_RECOVERED("nats.listener.recovered", Type.COUNTER,
			"How often the watchdog found a listener without messages although some were pending (JetStream)",
			Names.LISTENER, Names.SUBJECT, Names.CONNECTION),

	LISTENER_RUNNING("nats.listener.running", Type.GAUGE, "1 while the listener is served, 0 otherwise", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION),

	LISTENER_IN_FLIGHT("nats.listener.in.flight", Type.GAUGE,
			"Messages in handlers; of a JetStream listener, all that are delivered and not settled", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION),

	LISTENER_QUEUED("nats.listener.queued", Type.GAUGE, "Messages that wait for a worker", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION),

	LISTENER_LANE_DEPTH("nats.listener.lane.depth", Type.GAUGE, "Messages that wait in the longest lane",
			Names.LISTENER, Names.SUBJECT, Names.CONNECTION),

	LISTENER_WORKERS("nats.listener.workers", Type.GAUGE, "Workers", Names.LISTENER, Names.SUBJECT, Names.CONNECTION),

	CONSUMER_PENDING("nats.consumer.pending", Type.GAUGE, "Messages that the consumer has still to deliver",
			Names.LISTENER, Names.SUBJECT, Names.CONNECTION, Names.DURABLE),

	CONSUMER_ACK_PENDING("nats.consumer.ack.pending", Type.GAUGE,
			"Messages that the consumer has delivered, to whomever, and that are not settled", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION, Names.DURABLE),

	CONSUMER_REDELIVERED("nats.consumer.redelivered", Type.GAUGE,
			"Messages that the consumer has delivered more than once and that are not settled", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION, Names.DURABLE),

	CONSUMER_LAG("nats.consumer.lag", Type.TIME_GAUGE, "Age of the oldest message that is not settled", Names.LISTENER,
			Names.SUBJECT, Names.CONNECTION, Names.DURABLE),

	PUBLISH_ACKNOWLEDGED("nats.publish.acknowledged", Type.COUNTER, "Messages that streams have confirmed",
			Names.TEMPLATE),

	PUBLISH_DUPLICATES("nats.publish.duplicates", Type.COUNTER, "Confirmed messages that the stream had already",
			Names.TEMPLATE),

	PUBLISH_FAILED("nats.publish.failed", Type.COUNTER, "Messages to streams that are not known to be stored",
			Names.TEMPLATE),

	PUBLISH_RETRIES("nats.publish.retries", Type.COUNTER, "Attempts to publish beside the first ones", Names.TEMPLATE),

	PUBLISH_IN_FLIGHT("nats.publish.in.flight", Type.GAUGE, "Asynchronous publishes that wait for their confirmation",
			Names.TEMPLATE),

	SECURITY_OUTCOMES("nats.security.outcomes", Type.COUNTER, "Messages by what security filters decided",
			Names.DIRECTION, Names.OUTCOME, Names.REASON, Names.LISTENER);

	private final String id;

	private final Type type;

	private final String description;

	private final List<String> tags;

	NatsMeter(String id, Type type, String description, String... tags) {
		this.id = id;
		this.type = type;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * The meter's name.
	 * @return such as {@code nats.listener.process}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The kind of meter.
	 * @return the kind
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * What it tells.
	 * @return a few words
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The names of its tags.
	 * @return the names
	 */
	public List<String> tags() {
		return this.tags;
	}

	void gauge(MeterRegistry registry, Tags values, Supplier<Number> value) {
		if (this.type == Type.TIME_GAUGE) {
			TimeGauge.builder(this.id, value, TimeUnit.NANOSECONDS)
				.tags(values)
				.description(this.description)
				.register(registry);
		}
		else {
			Gauge.builder(this.id, value).tags(values).description(this.description).register(registry);
		}
	}

	<T> void counter(MeterRegistry registry, Tags values, T source, ToDoubleFunction<T> value) {
		FunctionCounter.builder(this.id, source, value).tags(values).description(this.description).register(registry);
	}

	Counter counter(MeterRegistry registry, Tags values) {
		return Counter.builder(this.id).tags(values).description(this.description).register(registry);
	}

	Timer timer(MeterRegistry registry, Tags values) {
		return Timer.builder(this.id).tags(values).description(this.description).register(registry);
	}

	/**
	 * Kinds of meters.
	 */
	public enum Type {

		/**
		 * A number at a moment.
		 */
		GAUGE,

		/**
		 * A time at a moment.
		 */
		TIME_GAUGE,

		/**
		 * A number that grows.
		 */
		COUNTER,

		/**
		 * A number of times and their sum.
		 */
		TIMER

	}

	/**
	 * Names of tags.
	 */
	static final class Names {

		static final String CONNECTION = "connection";

		static final String DIRECTION = "direction";

		static final String DURABLE = "durable";

		static final String LISTENER = "listener";

		static final String OUTCOME = "outcome";

		static final String REASON = "reason";

		static final String SUBJECT = "subject";

		static final String TEMPLATE = "template";

		private Names() {
		}

	}

}

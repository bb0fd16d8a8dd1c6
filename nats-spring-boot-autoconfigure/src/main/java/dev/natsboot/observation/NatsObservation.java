package dev.natsboot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of messages. Names of keys are those of OpenTelemetry's messaging
 * conventions, where there is one.
 *
 * @since 0.1.0
 */
public enum NatsObservation implements ObservationDocumentation {

	/**
	 * A message is sent: an event, a reply, or into a stream until it is confirmed.
	 */
	SEND {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultNatsSenderObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return MessageKeys.values();
		}
	},

	/**
	 * A request, until it is answered.
	 */
	REQUEST {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultNatsSenderObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return MessageKeys.values();
		}
	},

	/**
	 * A message waits for its batch and is handled with it.
	 */
	RECEIVE {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultNatsReceiverObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return KeyName.merge(MessageKeys.values(), StreamKeys.values());
		}
	},

	/**
	 * A message is handled, until it is settled or given back; or a batch of them, which
	 * has links to what is observed of each of its messages.
	 */
	PROCESS {
		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultNatsReceiverObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return KeyName.merge(MessageKeys.values(), StreamKeys.values());
		}
	};

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return CommonKeys.values();
	}

	/**
	 * Keys with few values.
	 */
	public enum CommonKeys implements KeyName {

		/**
		 * Always {@code nats}.
		 */
		SYSTEM("messaging.system"),

		/**
		 * What is done: {@code send}, {@code request}, {@code receive} or
		 * {@code process}.
		 */
		OPERATION_NAME("messaging.operation.name"),

		/**
		 * What kind of operation that is: {@code send}, {@code receive} or
		 * {@code process}.
		 */
		OPERATION_TYPE("messaging.operation.type"),

		/**
		 * The listener's subjects as they are written there; {@code none} for messages
		 * that are sent.
		 */
		DESTINATION_TEMPLATE("messaging.destination.template"),

		/**
		 * The listener's durable consumer or queue group; {@code none} without one.
		 */
		CONSUMER_GROUP("messaging.consumer.group.name"),

		/**
		 * The listener's id; {@code none} for messages that are sent.
		 */
		LISTENER("nats.listener");

		private final String key;

		CommonKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with many values, for spans only.
	 */
	public enum MessageKeys implements KeyName {

		/**
		 * The subject; that of a reply is left out.
		 */
		DESTINATION_NAME("messaging.destination.name"),

		/**
		 * The message id, if it has one.
		 */
		MESSAGE_ID("messaging.message.id"),

		/**
		 * Bytes of the payload.
		 */
		BODY_SIZE("messaging.message.body.size"),

		/**
		 * How many messages a batch has.
		 */
		BATCH_SIZE("messaging.batch.message_count");

		private final String key;

		MessageKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with many values of messages that a consumer delivered.
	 */
	public enum StreamKeys implements KeyName {

		/**
		 * The stream.
		 */
		STREAM("nats.stream"),

		/**
		 * The message's sequence in its stream.
		 */
		SEQUENCE("nats.stream.sequence"),

		/**
		 * How often the message has been delivered.
		 */
		DELIVERIES("nats.deliveries");

		private final String key;

		StreamKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}

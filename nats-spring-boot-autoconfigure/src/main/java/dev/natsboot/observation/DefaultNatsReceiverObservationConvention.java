package dev.natsboot.observation;

import java.util.Objects;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.observation.NatsObservation.CommonKeys;
import dev.natsboot.observation.NatsObservation.MessageKeys;
import dev.natsboot.observation.NatsObservation.StreamKeys;
import io.micrometer.common.KeyValues;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.NatsJetStreamConstants;

/**
 * The names of OpenTelemetry's messaging conventions.
 *
 * @since 0.1.0
 */
public class DefaultNatsReceiverObservationConvention implements NatsReceiverObservationConvention {

	@Override
	public String getName() {
		return "nats.process";
	}

	@Override
	public String contextualName(NatsListenerContext context) {
		return context.operation() + " " + Subjects.of(context.listener());
	}

	@Override
	public KeyValues lowCardinalityKeyValues(NatsListenerContext context) {
		ListenerDescription listener = context.listener();
		String group = (listener.durable() != null) ? listener.durable() : listener.queue();
		return KeyValues.of(CommonKeys.SYSTEM.withValue("nats"),
				CommonKeys.OPERATION_NAME.withValue(context.operation()),
				CommonKeys.OPERATION_TYPE.withValue(context.operation()),
				CommonKeys.DESTINATION_TEMPLATE.withValue(Subjects.of(listener)),
				CommonKeys.CONSUMER_GROUP.withValue(Objects.requireNonNullElse(group, "none")),
				CommonKeys.LISTENER.withValue(listener.id()));
	}

	@Override
	public KeyValues highCardinalityKeyValues(NatsListenerContext context) {
		if (context instanceof NatsBatchContext) {
			return KeyValues.of(MessageKeys.BATCH_SIZE.withValue(Integer.toString(context.messages().size())));
		}
		Message message = context.messages().get(0);
		int size = (message.getData() != null) ? message.getData().length : 0;
		KeyValues values = KeyValues.of(MessageKeys.DESTINATION_NAME.withValue(message.getSubject()),
				MessageKeys.BODY_SIZE.withValue(Integer.toString(size)));
		String messageId = (message.getHeaders() != null)
				? message.getHeaders().getFirst(NatsJetStreamConstants.MSG_ID_HDR) : null;
		if (messageId != null) {
			values = values.and(MessageKeys.MESSAGE_ID.withValue(messageId));
		}
		if (!message.isJetStream()) {
			return values;
		}
		NatsJetStreamMetaData metaData = message.metaData();
		return values.and(StreamKeys.STREAM.withValue(metaData.getStream()),
				StreamKeys.SEQUENCE.withValue(Long.toString(metaData.streamSequence())),
				StreamKeys.DELIVERIES.withValue(Long.toString(metaData.deliveredCount())));
	}

}

package dev.natsboot.observation;

import dev.natsboot.core.OutboundMessage;
import dev.natsboot.observation.NatsObservation.CommonKeys;
import dev.natsboot.observation.NatsObservation.MessageKeys;
import io.micrometer.common.KeyValues;
import io.nats.client.support.NatsJetStreamConstants;

/**
 * The names of OpenTelemetry's messaging conventions.
 *
 * @since 0.1.0
 */
public class DefaultNatsSenderObservationConvention implements NatsSenderObservationConvention {

	private static final String NONE = "none";

	@Override
	public String getName() {
		return "nats.send";
	}

	@Override
	public String getContextualName(NatsSenderContext context) {
		return operation(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(NatsSenderContext context) {
		return KeyValues.of(CommonKeys.SYSTEM.withValue("nats"),
				CommonKeys.OPERATION_NAME.withValue(operation(context)), CommonKeys.OPERATION_TYPE.withValue("send"),
				CommonKeys.DESTINATION_TEMPLATE.withValue(NONE), CommonKeys.CONSUMER_GROUP.withValue(NONE),
				CommonKeys.LISTENER.withValue(NONE));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(NatsSenderContext context) {
		OutboundMessage message = context.message();
		KeyValues values = KeyValues.of(MessageKeys.BODY_SIZE.withValue(Integer.toString(message.data().length)));
		if (message.kind() != OutboundMessage.Kind.REPLY) {
			values = values.and(MessageKeys.DESTINATION_NAME.withValue(message.subject()));
		}
		String messageId = message.headers().getFirst(NatsJetStreamConstants.MSG_ID_HDR);
		return (messageId != null) ? values.and(MessageKeys.MESSAGE_ID.withValue(messageId)) : values;
	}

	private static String operation(NatsSenderContext context) {
		return (context.message().kind() == OutboundMessage.Kind.REQUEST) ? "request" : "send";
	}

}

package dev.natsboot.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names what is observed of messages that listeners get, one by one and in batches. A
 * bean of this type takes the place of {@link DefaultNatsReceiverObservationConvention}.
 *
 * @since 0.1.0
 */
public interface NatsReceiverObservationConvention extends ObservationConvention<Observation.Context> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof NatsListenerContext;
	}

	@Override
	default KeyValues getLowCardinalityKeyValues(Observation.Context context) {
		return lowCardinalityKeyValues((NatsListenerContext) context);
	}

	@Override
	default KeyValues getHighCardinalityKeyValues(Observation.Context context) {
		return highCardinalityKeyValues((NatsListenerContext) context);
	}

	@Override
	default String getContextualName(Observation.Context context) {
		return contextualName((NatsListenerContext) context);
	}

	/**
	 * Keys with few values.
	 * @param context what is observed
	 * @return the keys and values
	 */
	KeyValues lowCardinalityKeyValues(NatsListenerContext context);

	/**
	 * Keys with many values, for spans only.
	 * @param context what is observed
	 * @return the keys and values
	 */
	KeyValues highCardinalityKeyValues(NatsListenerContext context);

	/**
	 * The name of the span.
	 * @param context what is observed
	 * @return the name
	 */
	String contextualName(NatsListenerContext context);

}

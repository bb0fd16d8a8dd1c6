package dev.natsboot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names what is observed of messages that are sent. A bean of this type takes the place
 * of {@link DefaultNatsSenderObservationConvention}.
 *
 * @since 0.1.0
 */
public interface NatsSenderObservationConvention extends ObservationConvention<NatsSenderContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof NatsSenderContext;
	}

}

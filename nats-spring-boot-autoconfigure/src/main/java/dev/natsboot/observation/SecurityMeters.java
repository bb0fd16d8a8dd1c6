package dev.natsboot.observation;

import java.util.Locale;

import dev.natsboot.core.SecurityOutcomes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Counts what security filters decide. Thread-safe.
 *
 * @since 0.1.0
 */
public class SecurityMeters implements SecurityOutcomes {

	private final MeterRegistry registry;

	/**
	 * Creates it.
	 * @param registry the registry
	 */
	public SecurityMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Runnable counter(Direction direction, String outcome, String reason, String listener) {
		Counter counter = NatsMeter.SECURITY_OUTCOMES.counter(this.registry,
				Tags.of(NatsMeter.Names.DIRECTION, direction.name().toLowerCase(Locale.ROOT), NatsMeter.Names.OUTCOME,
						outcome, NatsMeter.Names.REASON, reason, NatsMeter.Names.LISTENER, listener));
		return counter::increment;
	}

}

package dev.natsboot.observation;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The filters that observe messages. What they see of a message on its way in and of its
 * answer on its way out belongs together. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NatsObservations {

	private final ObservedListeners listeners;

	private final ObservedSends sends;

	/**
	 * Creates the filters.
	 * @param registry the registry
	 * @param senders names what is sent; {@code null} for the default
	 * @param receivers names what listeners get; {@code null} for the default
	 */
	public NatsObservations(ObservationRegistry registry, @Nullable NatsSenderObservationConvention senders,
			@Nullable NatsReceiverObservationConvention receivers) {
		OpenObservations open = new OpenObservations();
		this.listeners = new ObservedListeners(registry, receivers, open);
		this.sends = new ObservedSends(registry, senders, open);
	}

	/**
	 * The filter for messages on their way in.
	 * @return the filter
	 */
	public ObservedListeners listeners() {
		return this.listeners;
	}

	/**
	 * The filter for messages on their way out.
	 * @return the filter
	 */
	public ObservedSends sends() {
		return this.sends;
	}

}

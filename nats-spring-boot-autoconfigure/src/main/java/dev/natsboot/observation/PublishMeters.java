package dev.natsboot.observation;

import java.util.Map;

import dev.natsboot.core.NatsTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of publishes into streams, read from templates when they are asked for.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public class PublishMeters {

	/**
	 * Registers the meters.
	 * @param templates the templates by their bean names
	 * @param registry the registry
	 */
	public PublishMeters(Map<String, NatsTemplate> templates, MeterRegistry registry) {
		templates.forEach((name, template) -> {
			Tags tags = Tags.of(NatsMeter.Names.TEMPLATE, name);
			NatsMeter.PUBLISH_ACKNOWLEDGED.counter(registry, tags, template, (of) -> of.publishes().acknowledged());
			NatsMeter.PUBLISH_DUPLICATES.counter(registry, tags, template, (of) -> of.publishes().duplicates());
			NatsMeter.PUBLISH_FAILED.counter(registry, tags, template, (of) -> of.publishes().failed());
			NatsMeter.PUBLISH_RETRIES.counter(registry, tags, template, (of) -> of.publishes().retries());
			NatsMeter.PUBLISH_IN_FLIGHT.gauge(registry, tags, template::getInFlight);
		});
	}

}

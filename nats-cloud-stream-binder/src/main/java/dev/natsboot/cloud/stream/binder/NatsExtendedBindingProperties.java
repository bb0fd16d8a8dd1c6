package dev.natsboot.cloud.stream.binder;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cloud.stream.binder.AbstractExtendedBindingProperties;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;

/**
 * What bindings want of NATS, by their names. What is below
 * {@code spring.cloud.stream.nats.default} holds for those that do not say otherwise.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("spring.cloud.stream.nats")
public class NatsExtendedBindingProperties extends
		AbstractExtendedBindingProperties<NatsConsumerProperties, NatsProducerProperties, NatsBindingProperties> {

	private static final String DEFAULTS_PREFIX = "spring.cloud.stream.nats.default";

	@Override
	public String getDefaultsPrefix() {
		return DEFAULTS_PREFIX;
	}

	/**
	 * Properties of bindings, by their names.
	 * @return the properties
	 */
	@Override
	public Map<String, NatsBindingProperties> getBindings() {
		return doGetBindings();
	}

	@Override
	public Class<? extends BinderSpecificPropertiesProvider> getExtendedPropertiesEntryClass() {
		return NatsBindingProperties.class;
	}

}

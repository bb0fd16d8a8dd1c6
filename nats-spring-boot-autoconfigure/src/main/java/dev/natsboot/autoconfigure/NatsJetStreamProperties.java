package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.jetstream.ProvisioningPolicy;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of streams and consumers that an application declares.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.jetstream")
public class NatsJetStreamProperties {

	/**
	 * Consumers by their durable names.
	 */
	private final Map<String, NatsConsumerProperties> consumers = new LinkedHashMap<>();

	/**
	 * What is done about declared streams and consumers that do not say otherwise.
	 */
	private ProvisioningPolicy provisioning = ProvisioningPolicy.CREATE;

	/**
	 * How long the start waits for a server that was reached to create or check what is
	 * declared.
	 */
	private Duration provisioningTimeout = Duration.ofSeconds(15);

	/**
	 * Streams by their names.
	 */
	private final Map<String, NatsStreamProperties> streams = new LinkedHashMap<>();

	public Map<String, NatsConsumerProperties> getConsumers() {
		return this.consumers;
	}

	public ProvisioningPolicy getProvisioning() {
		return this.provisioning;
	}

	public void setProvisioning(ProvisioningPolicy provisioning) {
		this.provisioning = provisioning;
	}

	public Duration getProvisioningTimeout() {
		return this.provisioningTimeout;
	}

	public void setProvisioningTimeout(Duration provisioningTimeout) {
		this.provisioningTimeout = provisioningTimeout;
	}

	public Map<String, NatsStreamProperties> getStreams() {
		return this.streams;
	}

}

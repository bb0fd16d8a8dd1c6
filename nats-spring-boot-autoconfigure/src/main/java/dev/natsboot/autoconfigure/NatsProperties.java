package dev.natsboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the default connection at the top level, and named connections. A named
 * connection takes nothing from the top level: what it does not set has its default.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats")
public class NatsProperties extends NatsConnectionProperties {

	/**
	 * Whether to enable NATS.
	 */
	private boolean enabled = true;

	/**
	 * Further connections by name.
	 */
	private final Map<String, NatsConnectionProperties> connections = new LinkedHashMap<>();

	/**
	 * What is done about properties below 'nats' that nothing reads.
	 */
	private UnknownProperties unknownProperties = UnknownProperties.WARN;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, NatsConnectionProperties> getConnections() {
		return this.connections;
	}

	public UnknownProperties getUnknownProperties() {
		return this.unknownProperties;
	}

	public void setUnknownProperties(UnknownProperties unknownProperties) {
		this.unknownProperties = unknownProperties;
	}

}

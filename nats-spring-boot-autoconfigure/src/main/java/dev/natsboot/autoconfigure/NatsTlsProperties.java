package dev.natsboot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What TLS must be like, for all connections.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.tls")
public class NatsTlsProperties {

	/**
	 * Whether every connection must use TLS. Without it in the settings of a connection,
	 * the application does not start.
	 */
	private boolean required;

	public boolean isRequired() {
		return this.required;
	}

	public void setRequired(boolean required) {
		this.required = required;
	}

}

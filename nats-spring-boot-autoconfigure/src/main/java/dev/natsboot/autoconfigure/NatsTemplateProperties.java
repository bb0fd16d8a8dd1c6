package dev.natsboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the templates, the default one and those of named connections.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.template")
public class NatsTemplateProperties {

	/**
	 * Maximum number of asynchronous publishes that wait for their acknowledgement at
	 * once.
	 */
	private int maxInFlight = 1000;

	/**
	 * How long an asynchronous publish waits for room when too many are unacknowledged.
	 */
	private Duration maxInFlightWait = Duration.ofSeconds(2);

	/**
	 * How long to wait for a reply or an acknowledgement when the message does not say.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	public int getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public Duration getMaxInFlightWait() {
		return this.maxInFlightWait;
	}

	public void setMaxInFlightWait(Duration maxInFlightWait) {
		this.maxInFlightWait = maxInFlightWait;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}

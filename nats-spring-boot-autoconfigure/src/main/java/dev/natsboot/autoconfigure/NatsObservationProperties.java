package dev.natsboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what is measured.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.observation")
public class NatsObservationProperties {

	/**
	 * How often to ask how old the oldest unsettled message of each consumer is, for the
	 * meter 'nats.consumer.lag'.
	 */
	private Duration lagInterval = Duration.ofSeconds(15);

	public Duration getLagInterval() {
		return this.lagInterval;
	}

	public void setLagInterval(Duration lagInterval) {
		this.lagInterval = lagInterval;
	}

}

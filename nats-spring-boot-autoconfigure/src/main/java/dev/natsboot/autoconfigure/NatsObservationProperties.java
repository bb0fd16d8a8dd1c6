package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.Set;

import dev.natsboot.observation.MdcKey;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what is measured, traced and logged.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.observation")
public class NatsObservationProperties {

	/**
	 * Whether messages are observed, which makes traces of them: where there is a tracer,
	 * always or never.
	 */
	private Enabled enabled = Enabled.AUTO;

	/**
	 * How often to ask how old the oldest unsettled message of each consumer is, for the
	 * meter 'nats.consumer.lag'.
	 */
	private Duration lagInterval = Duration.ofSeconds(15);

	/**
	 * What log lines of handlers carry as keys of the mapped diagnostic context, none
	 * without it.
	 */
	private Set<MdcKey> mdc = Set.of();

	public Enabled getEnabled() {
		return this.enabled;
	}

	public void setEnabled(Enabled enabled) {
		this.enabled = enabled;
	}

	public Duration getLagInterval() {
		return this.lagInterval;
	}

	public void setLagInterval(Duration lagInterval) {
		this.lagInterval = lagInterval;
	}

	public Set<MdcKey> getMdc() {
		return this.mdc;
	}

	public void setMdc(Set<MdcKey> mdc) {
		this.mdc = mdc;
	}

	/**
	 * When messages are observed.
	 */
	public enum Enabled {

		/**
		 * Where there is a tracer.
		 */
		AUTO,

		/**
		 * Always.
		 */
		TRUE,

		/**
		 * Never.
		 */
		FALSE

	}

}

package dev.natsboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Settings of the templates, the default one and those of named connections.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.template")
public class NatsTemplateProperties {

	/**
	 * Whether a message that is published into a stream without an id gets one, so that
	 * it can be published again when no acknowledgement comes.
	 */
	private boolean generateMessageId;

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
	 * How publishes into streams are tried again.
	 */
	@NestedConfigurationProperty
	private final NatsPublishRetryProperties retry = new NatsPublishRetryProperties();

	/**
	 * How long to wait for a reply or an acknowledgement when the message does not say.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	public boolean isGenerateMessageId() {
		return this.generateMessageId;
	}

	public void setGenerateMessageId(boolean generateMessageId) {
		this.generateMessageId = generateMessageId;
	}

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

	public NatsPublishRetryProperties getRetry() {
		return this.retry;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}

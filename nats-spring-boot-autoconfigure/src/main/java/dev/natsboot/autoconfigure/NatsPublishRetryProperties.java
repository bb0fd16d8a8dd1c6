package dev.natsboot.autoconfigure;

import java.time.Duration;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.PublishRetry;

/**
 * Attempts to publish a message into a stream. The timeout of the publish bounds all of
 * them together.
 *
 * @since 0.1.0
 */
public class NatsPublishRetryProperties {

	/**
	 * How long one attempt waits for the acknowledgement before a message with an id is
	 * published again.
	 */
	private Duration attemptTimeout = Duration.ofSeconds(2);

	/**
	 * Delay before the second attempt.
	 */
	private Duration initial = Duration.ofMillis(100);

	/**
	 * Fraction by which each delay is made shorter or longer at random.
	 */
	private double jitter = 0.2;

	/**
	 * Longest delay between two attempts.
	 */
	private Duration max = Duration.ofSeconds(2);

	/**
	 * Number of times a message is published at most. One means no retry.
	 */
	private int maxAttempts = 4;

	/**
	 * Factor by which each further delay grows.
	 */
	private double multiplier = 3;

	public Duration getAttemptTimeout() {
		return this.attemptTimeout;
	}

	public void setAttemptTimeout(Duration attemptTimeout) {
		this.attemptTimeout = attemptTimeout;
	}

	public Duration getInitial() {
		return this.initial;
	}

	public void setInitial(Duration initial) {
		this.initial = initial;
	}

	public double getJitter() {
		return this.jitter;
	}

	public void setJitter(double jitter) {
		this.jitter = jitter;
	}

	public Duration getMax() {
		return this.max;
	}

	public void setMax(Duration max) {
		this.max = max;
	}

	public int getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	PublishRetry toPublishRetry() {
		return new PublishRetry(this.maxAttempts, this.attemptTimeout,
				new Backoff(this.initial, this.multiplier, this.max, this.jitter));
	}

}

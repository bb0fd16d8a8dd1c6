package dev.natsboot.autoconfigure;

import java.time.Duration;

/**
 * Attempts to reach a server again.
 *
 * @since 0.1.0
 */
public class NatsReconnectProperties {

	/**
	 * Delay before the second attempt. The first one comes at once.
	 */
	private Duration initial = Duration.ofSeconds(1);

	/**
	 * Factor by which each further delay grows.
	 */
	private double multiplier = 2;

	/**
	 * Longest delay between two attempts.
	 */
	private Duration max = Duration.ofSeconds(30);

	/**
	 * Fraction by which each delay is made shorter or longer at random.
	 */
	private double jitter = 0.2;

	/**
	 * Number of attempts for each server after which the client is given up, with what it
	 * had buffered, and another one is built. A negative number means no limit.
	 */
	private int maxAttempts = -1;

	public Duration getInitial() {
		return this.initial;
	}

	public void setInitial(Duration initial) {
		this.initial = initial;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMax() {
		return this.max;
	}

	public void setMax(Duration max) {
		this.max = max;
	}

	public double getJitter() {
		return this.jitter;
	}

	public void setJitter(double jitter) {
		this.jitter = jitter;
	}

	public int getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

}

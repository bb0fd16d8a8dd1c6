package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages that a consumer binding gives up.
 *
 * @since 0.1.0
 */
public class NatsDeadLetterProperties {

	/**
	 * Whether messages that are given up are kept as dead letters. By nats.listener.dead-
	 * letter.enabled when not set.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Stream of dead letters, created if it is not there. By nats.listener.dead-
	 * letter.stream when not set.
	 */
	private @Nullable String stream;

	/**
	 * What the subjects of dead letters begin with; stream and consumer follow, and so
	 * the partition. By nats.listener.dead-letter.subject-prefix when not set, or named
	 * after the stream of dead letters when that is set.
	 */
	private @Nullable String subjectPrefix;

	/**
	 * How long a dead letter is kept. As long as its stream keeps anything when not set.
	 */
	private @Nullable Duration ttl;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getStream() {
		return this.stream;
	}

	public void setStream(@Nullable String stream) {
		this.stream = stream;
	}

	public @Nullable String getSubjectPrefix() {
		return this.subjectPrefix;
	}

	public void setSubjectPrefix(@Nullable String subjectPrefix) {
		this.subjectPrefix = subjectPrefix;
	}

	public @Nullable Duration getTtl() {
		return this.ttl;
	}

	public void setTtl(@Nullable Duration ttl) {
		this.ttl = ttl;
	}

}

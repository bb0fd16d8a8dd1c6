package dev.natsboot.cloud.stream.binder;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.provisioning.ConsumerDestination;

/**
 * What a consumer binding listens to.
 *
 * @param getName the destination as it is configured
 * @param sources one for each destination and partition
 */
record NatsConsumerDestination(String getName, List<Source> sources) implements ConsumerDestination {

	@Override
	public String toString() {
		return getName();
	}

	/**
	 * What one container listens to.
	 *
	 * @param subject the subject
	 * @param stream the stream, or {@code null} to find it by the subject
	 * @param consumer the consumer's name on the server, or {@code null} in core mode
	 * @param queue the queue group in core mode
	 * @param ephemeral whether the consumer is for this binding alone and goes with it
	 * @param suffix what tells the container from others of its binding; empty if it is
	 * the only one
	 */
	record Source(String subject, @Nullable String stream, @Nullable String consumer, @Nullable String queue,
			boolean ephemeral, String suffix) {
	}

}

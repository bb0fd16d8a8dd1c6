package dev.natsboot.cloud.stream.binder;

import org.springframework.cloud.stream.provisioning.ProducerDestination;

/**
 * A subject to publish to.
 *
 * @param getName the subject
 */
record NatsProducerDestination(String getName) implements ProducerDestination {

	@Override
	public String getNameForPartition(int partition) {
		return Names.partition(getName(), partition);
	}

	@Override
	public String toString() {
		return getName();
	}

}

package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.StreamDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a destination needs.
 *
 * @param declaredAt the binding's property, for messages
 * @param connection the connection's name
 * @param destination the destination
 * @param subject the subject that has to be in the stream: the destination, or one of its
 * partitions
 * @param settings how it is made
 */
record WantedStream(String declaredAt, String connection, String destination, String subject,
		NatsStreamProperties settings) {

	@Nullable String name() {
		return this.settings.getName();
	}

	String key() {
		return this.connection + ' ' + name() + ' ' + this.subject;
	}

	NatsConfigurationException wrong(String message, String action) {
		return new NatsConfigurationException(this.declaredAt, message + " (" + this.declaredAt + ")", action);
	}

	/**
	 * The stream to create: it takes the destination, and its partitions too, so that
	 * partitioning can begin at any time.
	 */
	StreamDeclaration toDeclaration() {
		String name = (name() != null) ? name() : Names.escape(this.destination);
		List<String> subjects = new ArrayList<>(List.of(this.destination));
		if (!this.destination.endsWith(">")) {
			subjects.add(Names.partition(this.destination, "*"));
		}
		StreamDeclaration.Builder declaration = StreamDeclaration.builder(name)
			.connection(this.connection)
			.declaredAt(this.declaredAt)
			.subjects(subjects.toArray(String[]::new))
			.storage(this.settings.getStorage())
			.replicas(this.settings.getReplicas());
		if (this.settings.getMaxAge() != null) {
			declaration.maxAge(this.settings.getMaxAge());
		}
		return declaration.build();
	}

}

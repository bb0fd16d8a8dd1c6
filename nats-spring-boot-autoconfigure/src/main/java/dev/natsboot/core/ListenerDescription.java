package dev.natsboot.core;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a filter may know of a listener.
 *
 * @param id the listener's id, unique in the application
 * @param connection the name of the connection it listens on
 * @param subjects the subjects it listens to, wildcards included
 * @param queue its queue group, if any
 * @param stream the stream it consumes, if it is a JetStream listener and the stream is
 * named
 * @param durable the durable consumer's name, if it has one
 * @param replay whether it reads a stream by itself, without a durable consumer
 * @since 0.1.0
 */
public record ListenerDescription(String id, String connection, List<String> subjects, @Nullable String queue,
		@Nullable String stream, @Nullable String durable, boolean replay) {

	public ListenerDescription {
		subjects = List.copyOf(subjects);
	}

	/**
	 * Whether messages come from a stream.
	 * @return {@code true} for a JetStream consumer, {@code false} for a core
	 * subscription
	 */
	public boolean isJetStream() {
		return this.durable != null || this.replay;
	}

}

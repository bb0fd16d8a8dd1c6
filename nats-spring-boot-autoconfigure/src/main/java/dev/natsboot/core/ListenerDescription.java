package dev.natsboot.core;

import java.lang.reflect.Method;
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
 * @param method the listener method, where a filter may look for annotations;
 * {@code null} if the listener is not a method
 * @param batch whether it handles several messages together: what a filter sets on the
 * thread for one message must not be there for the handler
 * @since 0.1.0
 */
public record ListenerDescription(String id, String connection, List<String> subjects, @Nullable String queue,
		@Nullable String stream, @Nullable String durable, boolean replay, @Nullable Method method, boolean batch) {

	public ListenerDescription {
		subjects = List.copyOf(subjects);
	}

	/**
	 * A listener that handles its messages one by one.
	 * @param id the listener's id, unique in the application
	 * @param connection the name of the connection it listens on
	 * @param subjects the subjects it listens to, wildcards included
	 * @param queue its queue group, if any
	 * @param stream the stream it consumes, if it is named
	 * @param durable the durable consumer's name, if it has one
	 * @param replay whether it reads a stream by itself
	 * @param method the listener method, if it is one
	 */
	public ListenerDescription(String id, String connection, List<String> subjects, @Nullable String queue,
			@Nullable String stream, @Nullable String durable, boolean replay, @Nullable Method method) {
		this(id, connection, subjects, queue, stream, durable, replay, method, false);
	}

	/**
	 * A listener that is not a method.
	 * @param id the listener's id, unique in the application
	 * @param connection the name of the connection it listens on
	 * @param subjects the subjects it listens to, wildcards included
	 * @param queue its queue group, if any
	 * @param stream the stream it consumes, if it is named
	 * @param durable the durable consumer's name, if it is a JetStream listener
	 */
	public ListenerDescription(String id, String connection, List<String> subjects, @Nullable String queue,
			@Nullable String stream, @Nullable String durable) {
		this(id, connection, subjects, queue, stream, durable, false, null, false);
	}

	/**
	 * The same listener, handling several messages together.
	 * @return the description
	 */
	public ListenerDescription asBatch() {
		return new ListenerDescription(this.id, this.connection, this.subjects, this.queue, this.stream, this.durable,
				this.replay, this.method, true);
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

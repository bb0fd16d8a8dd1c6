package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.Subjects;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A stream as an application wants it. Declare it as a bean, or by properties. Immutable.
 *
 * @since 0.1.0
 */
public final class StreamDeclaration extends Declaration {

	private StreamDeclaration(String name, Builder builder) {
		super(name, builder);
	}

	/**
	 * Begins a declaration.
	 * @param name the stream's name
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * Begins a declaration with what the client's own configuration says. What it leaves
	 * at the client's default counts as not declared; declare it with
	 * {@link Builder#set}.
	 * @param configuration the configuration, with a name
	 * @return a builder
	 */
	public static Builder from(StreamConfiguration configuration) {
		String name = String.valueOf(configuration.getName());
		Map<String, Object> declared = Json.read(configuration.toJson());
		Map<String, Object> defaults = Json.read(StreamConfiguration.builder().name(name).build().toJson());
		declared.entrySet().removeIf((entry) -> entry.getValue().equals(defaults.get(entry.getKey())));
		Builder builder = new Builder(name);
		builder.putAll(declared);
		return builder;
	}

	@Override
	Field[] fields() {
		return StreamField.values();
	}

	@Override
	Map<String, Object> toCreate() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("name", stream());
		configuration.put(StreamField.RETENTION.wireName(), RetentionPolicy.Limits.toString());
		configuration.put(StreamField.STORAGE.wireName(), StorageType.File.toString());
		configuration.put(StreamField.REPLICAS.wireName(), 1L);
		configuration.putAll(values());
		return configuration;
	}

	@Override
	public String toString() {
		return "stream '" + stream() + "'";
	}

	/**
	 * Collects what is declared about a stream.
	 */
	public static final class Builder extends Declaration.Builder<Builder> {

		private final String name;

		private Builder(String name) {
			super("stream '" + name + "'");
			this.name = name;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Declares one thing.
		 * @param field what
		 * @param value a value of the type that the field names, or {@code null} to not
		 * declare it
		 * @return this builder
		 * @throws IllegalArgumentException if the value is of another type
		 */
		public Builder set(StreamField field, @Nullable Object value) {
			return put(field, value);
		}

		/**
		 * Declares the subjects that it stores.
		 * @param subjects subjects, with or without wildcards
		 * @return this builder
		 */
		public Builder subjects(String... subjects) {
			return set(StreamField.SUBJECTS, List.of(subjects));
		}

		/**
		 * Declares when messages are removed.
		 * @param retention the retention
		 * @return this builder
		 */
		public Builder retention(RetentionPolicy retention) {
			return set(StreamField.RETENTION, retention);
		}

		/**
		 * Declares where messages are kept.
		 * @param storage file or memory
		 * @return this builder
		 */
		public Builder storage(StorageType storage) {
			return set(StreamField.STORAGE, storage);
		}

		/**
		 * Declares on how many servers it is.
		 * @param replicas 1, 3 or 5
		 * @return this builder
		 */
		public Builder replicas(int replicas) {
			return set(StreamField.REPLICAS, replicas);
		}

		/**
		 * Declares for how long a message is kept.
		 * @param maxAge the time, zero for ever
		 * @return this builder
		 */
		public Builder maxAge(Duration maxAge) {
			return set(StreamField.MAX_AGE, maxAge);
		}

		/**
		 * Ends the declaration.
		 * @return the declaration
		 * @throws NatsConfigurationException if the name is not legal, a subject is none,
		 * or nothing says what the stream stores
		 */
		public StreamDeclaration build() {
			checkName("stream", this.name, declaredAt());
			StreamDeclaration declaration = new StreamDeclaration(this.name, this);
			if (!has(StreamField.MIRROR) && !has(StreamField.SOURCES)) {
				checkSubjects(declaration);
			}
			return declaration;
		}

		private void checkSubjects(StreamDeclaration declaration) {
			String setting = declaration.setting(StreamField.SUBJECTS.property());
			if (!(declaration.values().get(StreamField.SUBJECTS.wireName()) instanceof List<?> subjects)
					|| subjects.isEmpty()) {
				throw new NatsConfigurationException(setting,
						"Stream '" + this.name + "' has no subjects, so that nothing would ever be in it",
						"Write " + setting + ", such as 'orders.>', or a mirror, or sources.");
			}
			for (Object subject : subjects) {
				try {
					Subjects.checkSubscribe(String.valueOf(subject));
				}
				catch (InvalidSubjectException ex) {
					throw new NatsConfigurationException(setting, String.valueOf(ex.getMessage()),
							"Correct " + setting + ".", ex);
				}
			}
		}

	}

}

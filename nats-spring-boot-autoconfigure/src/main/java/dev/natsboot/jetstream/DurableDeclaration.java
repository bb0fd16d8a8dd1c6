package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.Subjects;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.ReplayPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A durable consumer as an application wants it, whether a listener of its own uses it or
 * somebody else does. Declare it as a bean, or by properties. Immutable.
 *
 * @since 0.1.0
 */
public final class DurableDeclaration extends Declaration {

	static final String FILTER_SUBJECT = "filter_subject";

	private final String durable;

	private DurableDeclaration(String stream, String durable, Builder builder) {
		super(stream, builder);
		this.durable = durable;
	}

	/**
	 * Begins a declaration.
	 * @param stream the name of the stream
	 * @param durable the consumer's name
	 * @return a builder
	 */
	public static Builder builder(String stream, String durable) {
		return new Builder(stream, durable);
	}

	/**
	 * Begins a declaration with what the client's own configuration says. What was not
	 * set there counts as not declared.
	 * @param stream the name of the stream
	 * @param configuration the configuration, with a name or a durable name
	 * @return a builder
	 */
	public static Builder from(String stream, ConsumerConfiguration configuration) {
		String durable = (configuration.getDurable() != null) ? configuration.getDurable() : configuration.getName();
		Map<String, Object> declared = Json.read(configuration.toJson());
		declared.remove("durable_name");
		declared.remove("name");
		if (!configuration.deliverPolicyWasSet()) {
			declared.remove(ConsumerField.DELIVER_POLICY.wireName());
		}
		if (!configuration.ackPolicyWasSet()) {
			declared.remove(ConsumerField.ACK_POLICY.wireName());
		}
		if (!configuration.replayPolicyWasSet()) {
			declared.remove(ConsumerField.REPLAY_POLICY.wireName());
		}
		Builder builder = new Builder(stream, String.valueOf(durable));
		builder.putAll(oneFilter(declared));
		return builder;
	}

	/**
	 * The name of the consumer.
	 * @return the durable name
	 */
	public String durable() {
		return this.durable;
	}

	@Override
	Field[] fields() {
		return ConsumerField.values();
	}

	List<String> filter() {
		return (values().get(ConsumerField.FILTER_SUBJECTS.wireName()) instanceof List<?> subjects)
				? subjects.stream().map(String::valueOf).toList() : List.of();
	}

	@Override
	Map<String, Object> toCreate() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("name", this.durable);
		configuration.put("durable_name", this.durable);
		configuration.put(ConsumerField.ACK_POLICY.wireName(), AckPolicy.Explicit.toString());
		configuration.put(ConsumerField.DELIVER_POLICY.wireName(), DeliverPolicy.All.toString());
		configuration.put(ConsumerField.REPLAY_POLICY.wireName(), ReplayPolicy.Instant.toString());
		configuration.putAll(values());
		return configuration;
	}

	/**
	 * The server has one filter under one name and several under another; here it is
	 * always the latter.
	 */
	static Map<String, Object> oneFilter(Map<String, Object> configuration) {
		Object single = configuration.remove(FILTER_SUBJECT);
		if (single != null && !single.equals("")) {
			configuration.put(ConsumerField.FILTER_SUBJECTS.wireName(), List.of(single));
		}
		return configuration;
	}

	@Override
	public String toString() {
		return "consumer '" + this.durable + "' of stream '" + stream() + "'";
	}

	/**
	 * Collects what is declared about a consumer.
	 */
	public static final class Builder extends Declaration.Builder<Builder> {

		private final String stream;

		private final String durable;

		private Builder(String stream, String durable) {
			super("consumer '" + durable + "'");
			this.stream = stream;
			this.durable = durable;
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
		public Builder set(ConsumerField field, @Nullable Object value) {
			return put(field, value);
		}

		/**
		 * Declares which of the stream's subjects it delivers; without this, all.
		 * @param subjects subjects, with or without wildcards
		 * @return this builder
		 */
		public Builder filterSubjects(String... subjects) {
			return set(ConsumerField.FILTER_SUBJECTS, List.of(subjects));
		}

		/**
		 * Declares after how long an unsettled message is delivered again.
		 * @param ackWait the time
		 * @return this builder
		 */
		public Builder ackWait(Duration ackWait) {
			return set(ConsumerField.ACK_WAIT, ackWait);
		}

		/**
		 * Declares how often a message is delivered at the most.
		 * @param maxDeliveries the number, -1 for no limit
		 * @return this builder
		 */
		public Builder maxDeliveries(long maxDeliveries) {
			return set(ConsumerField.MAX_DELIVERIES, maxDeliveries);
		}

		/**
		 * Declares the delays between deliveries; the last one is used again. They take
		 * the place of the ack wait.
		 * @param delays the delays
		 * @return this builder
		 */
		public Builder backoff(Duration... delays) {
			return set(ConsumerField.BACKOFF, Arrays.asList(delays));
		}

		/**
		 * Declares how many messages may be delivered and not settled.
		 * @param maxAckPending the number, -1 for no limit
		 * @return this builder
		 */
		public Builder maxAckPending(long maxAckPending) {
			return set(ConsumerField.MAX_ACK_PENDING, maxAckPending);
		}

		/**
		 * Ends the declaration.
		 * @return the declaration
		 * @throws NatsConfigurationException if a name is not legal, a filter is no
		 * subject, or there are more delays than deliveries
		 */
		public DurableDeclaration build() {
			checkName("consumer", this.durable, declaredAt());
			checkName("stream", this.stream, declaredAt());
			DurableDeclaration declaration = new DurableDeclaration(this.stream, this.durable, this);
			for (String subject : declaration.filter()) {
				try {
					Subjects.checkSubscribe(subject);
				}
				catch (InvalidSubjectException ex) {
					String setting = declaration.setting(ConsumerField.FILTER_SUBJECTS.property());
					throw new NatsConfigurationException(setting, String.valueOf(ex.getMessage()),
							"Correct " + setting + ".", ex);
				}
			}
			checkBackoff(declaration);
			return declaration;
		}

		private void checkBackoff(DurableDeclaration declaration) {
			if (declaration.values().get(ConsumerField.BACKOFF.wireName()) instanceof List<?> delays
					&& declaration.values().get(ConsumerField.MAX_DELIVERIES.wireName()) instanceof Long deliveries
					&& deliveries > 0 && deliveries <= delays.size()) {
				String setting = declaration.setting(ConsumerField.MAX_DELIVERIES.property());
				throw new NatsConfigurationException(setting,
						"Consumer '" + this.durable + "' has " + delays.size() + " delays between deliveries, but only "
								+ deliveries + " deliveries",
						"Write " + setting + " above " + delays.size() + ", or fewer delays.");
			}
		}

	}

}

package dev.natsboot.jetstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.Provisioned.State;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Creates, changes or checks one stream or consumer after the other, by its policy.
 */
final class Provisioner {

	private static final LogAccessor logger = new LogAccessor(Provisioner.class);

	private final JetStreamApi api;

	private final Refusals refusals;

	Provisioner(JetStreamApi api) {
		this.api = api;
		this.refusals = new Refusals(api);
	}

	/**
	 * Does what the policy says.
	 * @param declaration what is declared
	 * @param policy what is done about it
	 * @param first whether this is the first time; later nothing that exists is changed
	 * @return how it stands
	 * @throws JetStreamAway if it cannot be had just now
	 * @throws NatsConfigurationException if it can never be had
	 */
	Provisioned provision(Declaration declaration, ProvisioningPolicy policy, boolean first) throws JetStreamAway {
		if (policy == ProvisioningPolicy.NONE) {
			return Provisioned.of(declaration, policy, State.SKIPPED, null, List.of());
		}
		if (declaration instanceof DurableDeclaration durable) {
			checkFilter(durable);
		}
		Map<String, Object> there = find(declaration);
		if (there == null) {
			if (policy == ProvisioningPolicy.VALIDATE) {
				throw missing(declaration);
			}
			there = create(declaration);
			if (there == null) {
				logger.info(() -> "Created " + declaration + " on connection '" + declaration.connection() + "'");
				return Provisioned.of(declaration, policy, State.CREATED, null, List.of());
			}
		}
		List<Drift> drift = Differences.between(there, declaration);
		if (drift.isEmpty()) {
			return Provisioned.of(declaration, policy, State.UNCHANGED, null, drift);
		}
		if (policy == ProvisioningPolicy.VALIDATE) {
			throw different(declaration, drift);
		}
		if (policy == ProvisioningPolicy.UPDATE && first) {
			update(declaration, there, drift);
			logger.info(() -> "Updated " + declaration + " on connection '" + declaration.connection() + "': "
					+ describe(drift));
			return Provisioned.of(declaration, policy, State.UPDATED, null, List.of());
		}
		return Provisioned.of(declaration, policy, State.DIFFERENT,
				"it differs from its declaration: " + describe(drift), drift);
	}

	/**
	 * The configuration that the server has, or {@code null}.
	 */
	private @Nullable Map<String, Object> find(Declaration declaration) throws JetStreamAway {
		String operation = (declaration instanceof DurableDeclaration durable)
				? "CONSUMER.INFO." + durable.stream() + "." + durable.durable() : "STREAM.INFO." + declaration.stream();
		int notFound = (declaration instanceof DurableDeclaration) ? JetStreamErrors.CONSUMER_NOT_FOUND
				: JetStreamErrors.STREAM_NOT_FOUND;
		try {
			return configuration(this.api.call(operation, Map.of()));
		}
		catch (JetStreamRefusal ex) {
			if (ex.code() == notFound) {
				return null;
			}
			throw this.refusals.explain(declaration, List.of(), ex);
		}
	}

	private static Map<String, Object> configuration(Map<String, Object> info) {
		Map<String, Object> configuration = (info.get("config") instanceof Map<?, ?> map) ? Json.object(map)
				: new LinkedHashMap<>();
		return DurableDeclaration.oneFilter(configuration);
	}

	/**
	 * Creates it.
	 * @return {@code null}, or what is there already because somebody was faster
	 */
	private @Nullable Map<String, Object> create(Declaration declaration) throws JetStreamAway {
		try {
			send(declaration, declaration.toCreate(), "create");
			return null;
		}
		catch (JetStreamRefusal ex) {
			Map<String, Object> there = isTaken(ex) ? find(declaration) : null;
			if (there == null) {
				throw this.refusals.explain(declaration, List.of(), ex);
			}
			return there;
		}
	}

	private static boolean isTaken(JetStreamRefusal refusal) {
		return switch (refusal.code()) {
			case JetStreamErrors.STREAM_NAME_EXISTS, JetStreamErrors.CONSUMER_NAME_EXISTS,
					JetStreamErrors.CONSUMER_EXISTS ->
				true;
			default -> false;
		};
	}

	private void update(Declaration declaration, Map<String, Object> there, List<Drift> drift) throws JetStreamAway {
		Differences.apply(declaration, there);
		try {
			send(declaration, there, "update");
		}
		catch (JetStreamRefusal ex) {
			throw this.refusals.explain(declaration, drift, ex);
		}
	}

	private void send(Declaration declaration, Map<String, Object> configuration, String action)
			throws JetStreamRefusal, JetStreamAway {
		if (!(declaration instanceof DurableDeclaration durable)) {
			this.api.call("STREAM." + action.toUpperCase(Locale.ROOT) + "." + declaration.stream(), configuration);
			return;
		}
		String operation = "CONSUMER.CREATE." + durable.stream() + "." + durable.durable();
		Object filter = configuration.get(ConsumerField.FILTER_SUBJECTS.wireName());
		if (filter instanceof List<?> subjects && subjects.size() == 1) {
			configuration.remove(ConsumerField.FILTER_SUBJECTS.wireName());
			configuration.put(DurableDeclaration.FILTER_SUBJECT, subjects.get(0));
			operation += "." + subjects.get(0);
		}
		this.api.call(operation, Map.of("stream_name", durable.stream(), "config", configuration, "action", action));
	}

	/**
	 * The server accepts a filter that nothing in the stream can pass, and then never
	 * delivers anything.
	 */
	private void checkFilter(DurableDeclaration durable) throws JetStreamAway {
		if (durable.filter().isEmpty()) {
			return;
		}
		Map<String, Object> stream;
		try {
			stream = configuration(this.api.call("STREAM.INFO." + durable.stream(), Map.of()));
		}
		catch (JetStreamRefusal ex) {
			throw this.refusals.explain(durable, List.of(), ex);
		}
		if (stream.containsKey("mirror") || stream.containsKey("sources") || stream.containsKey("subject_transform")
				|| !(stream.get("subjects") instanceof List<?> subjects)) {
			// what is stored does not show in its subjects
			return;
		}
		for (String filter : durable.filter()) {
			if (SubjectOverlap.withNone(filter, subjects)) {
				String setting = durable.setting(ConsumerField.FILTER_SUBJECTS.property());
				throw new NatsConfigurationException(setting,
						"The filter '" + filter + "' of " + durable + " matches none of the stream's subjects "
								+ subjects + ", so that it would never get a message",
						"Write a filter within " + subjects + ", or add the subject to the stream.");
			}
		}
	}

	private static NatsConfigurationException missing(Declaration declaration) {
		return new NatsConfigurationException(declaration.declaredAt(),
				"There is no " + declaration + " on connection '" + declaration.connection() + "'",
				"Create it, or set nats.jetstream.provisioning to 'create'.");
	}

	private static NatsConfigurationException different(Declaration declaration, List<Drift> drift) {
		return new NatsConfigurationException(declaration.declaredAt(),
				"On the server " + declaration + " differs from its declaration: " + describe(drift),
				"Declare what the server has, or change it there, or set nats.jetstream.provisioning to 'update'.");
	}

	static String describe(List<Drift> drift) {
		return drift.stream().map(Drift::toString).collect(Collectors.joining("; "));
	}

}

package dev.natsboot.jetstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.natsboot.core.NatsConfigurationException;

/**
 * Says what to write when the server refuses what is declared. What it may accept later
 * is no mistake in the declaration.
 */
final class Refusals {

	/** Resources, limits of the account: an operator can raise them. */
	private static final Set<Integer> LATER = Set.of(10002, 10023, 10026, 10027, 10028, 10047);

	private final JetStreamApi api;

	Refusals(JetStreamApi api) {
		this.api = api;
	}

	/**
	 * What to do about a refusal.
	 * @param declaration what was to be had
	 * @param drift what was to be changed; empty if it was to be created
	 * @param refusal the server's answer
	 * @return why it has to wait
	 * @throws NatsConfigurationException if waiting does not help
	 */
	JetStreamAway explain(Declaration declaration, List<Drift> drift, JetStreamRefusal refusal) throws JetStreamAway {
		String says = "The server refuses " + declaration + ": " + refusal.description();
		return switch (refusal.code()) {
			case JetStreamErrors.SUBJECTS_OVERLAP -> throw overlap(declaration, refusal);
			case JetStreamErrors.NOT_ENABLED, JetStreamErrors.NOT_ENABLED_FOR_ACCOUNT ->
				throw this.api.notEnabledForAccount(refusal);
			case JetStreamErrors.NO_CLUSTER_FOR_REPLICAS -> throw wrong(declaration, StreamField.REPLICAS.property(),
					says, "The server is not in a cluster: write 1, or use a cluster of as many servers.", refusal);
			case JetStreamErrors.NO_SUITABLE_PEERS ->
				new JetStreamAway(says + "; fewer servers than " + declaration.setting(StreamField.REPLICAS.property())
						+ " asks for are in the cluster just now, or "
						+ declaration.setting(StreamField.PLACEMENT.property()) + " fits too few", true);
			case JetStreamErrors.STREAM_NOT_FOUND -> new JetStreamAway(
					"There is no stream '" + declaration.stream() + "' on connection '" + declaration.connection()
							+ "' yet; it may be declared as nats.jetstream.streams." + declaration.stream(),
					true);
			default -> {
				if (LATER.contains(refusal.code()) || !(refusal.isBadRequest() || isInvalid(refusal))) {
					yield new JetStreamAway(says + " (" + refusal.code() + ")", true);
				}
				throw drift.isEmpty() ? invalid(declaration, refusal) : immutable(declaration, drift, refusal);
			}
		};
	}

	private static boolean isInvalid(JetStreamRefusal refusal) {
		return refusal.code() == JetStreamErrors.STREAM_INVALID || refusal.code() == JetStreamErrors.CONSUMER_INVALID;
	}

	private static NatsConfigurationException invalid(Declaration declaration, JetStreamRefusal refusal) {
		return new NatsConfigurationException(declaration.declaredAt(),
				"The server does not take " + declaration + " as it is declared: " + refusal.description(),
				"Correct " + declaration.declaredAt() + ".", refusal);
	}

	private static NatsConfigurationException immutable(Declaration declaration, List<Drift> drift,
			JetStreamRefusal refusal) {
		String fields = drift.stream().map(Drift::field).collect(Collectors.joining(", "));
		return new NatsConfigurationException(declaration.declaredAt(),
				"The server does not change " + declaration + " into what is declared: " + refusal.description() + " ("
						+ drift.stream().map(Drift::toString).collect(Collectors.joining("; ")) + ")",
				"Take back what cannot be changed (of: " + fields + "), or declare it under another name and move the "
						+ "messages, or delete it on the server if what it holds is not needed.",
				refusal);
	}

	private NatsConfigurationException overlap(Declaration declaration, JetStreamRefusal refusal) throws JetStreamAway {
		Set<String> taken = new TreeSet<>();
		List<?> subjects = (declaration.values().get(StreamField.SUBJECTS.wireName()) instanceof List<?> list) ? list
				: List.of();
		for (Object subject : subjects) {
			for (String stream : streamsOf(subject)) {
				if (!stream.equals(declaration.stream())) {
					taken.add("'" + subject + "' by stream '" + stream + "'");
				}
			}
		}
		return wrong(declaration, StreamField.SUBJECTS.property(),
				"Subjects of " + declaration + " are taken already: "
						+ (taken.isEmpty() ? refusal.description() : String.join(", ", taken)),
				"A subject can be in one stream only. Write subjects that no other stream has, or have the other stream "
						+ "as a source.",
				refusal);
	}

	private List<String> streamsOf(Object subject) throws JetStreamAway {
		try {
			Map<String, Object> answer = this.api.call("STREAM.NAMES", Map.of("subject", subject));
			List<String> names = new ArrayList<>();
			if (answer.get("streams") instanceof List<?> streams) {
				streams.forEach((name) -> names.add(String.valueOf(name)));
			}
			return names;
		}
		catch (JetStreamRefusal ex) {
			return List.of();
		}
	}

	private static NatsConfigurationException wrong(Declaration declaration, String property, String message,
			String action, JetStreamRefusal refusal) {
		return new NatsConfigurationException(declaration.setting(property), message, action, refusal);
	}

}

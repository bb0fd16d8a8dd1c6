package dev.natsboot.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Compares what a server has with what was declared, and with nothing else.
 */
final class Differences {

	private Differences() {
	}

	static List<Drift> between(Map<String, Object> actual, Declaration declaration) {
		List<Drift> result = new ArrayList<>();
		declaration.values().forEach((name, declared) -> {
			Object there = actual.get(name);
			if (!same(name, there, declared) && !overruled(name, declaration)) {
				result.add(new Drift(declaration.property(name), print(declaration, name, about(there, declared)),
						String.valueOf(print(declaration, name, declared))));
			}
		});
		return result;
	}

	/**
	 * What was not declared is left out, such as the server's own metadata.
	 */
	private static @Nullable Object about(@Nullable Object actual, Object declared) {
		if (!(actual instanceof Map<?, ?> there && declared instanceof Map<?, ?> map)) {
			return actual;
		}
		Map<String, Object> result = Json.object(there);
		result.keySet().retainAll(map.keySet());
		return result.isEmpty() ? null : result;
	}

	/**
	 * Puts what is declared into what a server has.
	 */
	static void apply(Declaration declaration, Map<String, Object> configuration) {
		declaration.values().forEach((name, declared) -> {
			if (name.equals(StreamField.METADATA.wireName()) && configuration.get(name) instanceof Map<?, ?> there) {
				Map<String, Object> merged = Json.object(there);
				merged.putAll(Json.object((Map<?, ?>) declared));
				configuration.put(name, merged);
			}
			else {
				configuration.put(name, declared);
			}
		});
	}

	/**
	 * The server puts the first delay of a back-off in the place of the ack wait.
	 */
	private static boolean overruled(String name, Declaration declaration) {
		return name.equals(ConsumerField.ACK_WAIT.wireName())
				&& declaration.values().get(ConsumerField.BACKOFF.wireName()) instanceof List<?> delays
				&& !delays.isEmpty();
	}

	private static boolean same(String name, @Nullable Object actual, Object declared) {
		if (declared instanceof Number number) {
			long there = (actual instanceof Number other) ? other.longValue() : 0;
			return there == number.longValue() || (there <= 0 && number.longValue() <= 0);
		}
		if (declared instanceof List<?> list) {
			List<?> there = (actual instanceof List<?> other) ? other : List.of();
			return name.equals(ConsumerField.BACKOFF.wireName()) ? list.equals(there) : sameMembers(name, there, list);
		}
		if (declared instanceof Map<?, ?> map) {
			Map<?, ?> there = (actual instanceof Map<?, ?> other) ? other : Map.of();
			return map.entrySet()
				.stream()
				.allMatch((entry) -> same(String.valueOf(entry.getKey()), there.get(entry.getKey()), entry.getValue()));
		}
		if (name.equals(ConsumerField.START_TIME.wireName()) && actual != null) {
			return Instant.parse(actual.toString()).equals(Instant.parse(declared.toString()));
		}
		return Objects.equals(declared, (actual != null) ? actual : absent(declared));
	}

	/** What the server means when it says nothing. */
	private static Object absent(Object declared) {
		if (declared instanceof Boolean) {
			return false;
		}
		return declared.equals("none") || declared.equals("default") ? declared : "";
	}

	private static boolean sameMembers(String name, List<?> actual, List<?> declared) {
		if (actual.size() != new HashSet<>(declared).size()) {
			return false;
		}
		return declared.stream().allMatch((member) -> actual.stream().anyMatch((there) -> same(name, there, member)));
	}

	private static @Nullable String print(Declaration declaration, String name, @Nullable Object value) {
		if (value instanceof Number nanos && isDuration(declaration, name)) {
			return print(Duration.ofNanos(nanos.longValue()));
		}
		if (value instanceof List<?> list) {
			return list.stream().map((member) -> print(declaration, name, member)).toList().toString();
		}
		return (value != null) ? value.toString() : null;
	}

	private static boolean isDuration(Declaration declaration, String name) {
		if (name.equals(ConsumerField.BACKOFF.wireName())) {
			return true;
		}
		for (Field field : declaration.fields()) {
			if (field.wireName().equals(name)) {
				return field.type() == Duration.class;
			}
		}
		return false;
	}

	private static String print(Duration duration) {
		long nanos = duration.toNanos();
		if (nanos % 1_000_000 != 0) {
			return nanos + "ns";
		}
		long millis = duration.toMillis();
		if (millis % 1000 != 0) {
			return millis + "ms";
		}
		long seconds = millis / 1000;
		if (seconds == 0 || seconds % 60 != 0) {
			return seconds + "s";
		}
		if (seconds % 3600 != 0) {
			return seconds / 60 + "m";
		}
		return (seconds % 86_400 != 0) ? seconds / 3600 + "h" : seconds / 86_400 + "d";
	}

}

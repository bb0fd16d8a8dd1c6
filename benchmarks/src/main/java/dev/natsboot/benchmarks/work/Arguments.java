package dev.natsboot.benchmarks.work;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The words of a command: {@code name=value}.
 */
final class Arguments {

	private final Map<String, String> values = new HashMap<>();

	Arguments(String[] words, int from) {
		for (int i = from; i < words.length; i++) {
			int equals = words[i].indexOf('=');
			this.values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
		}
	}

	String text(String name) {
		return Objects.requireNonNull(this.values.get(name), name);
	}

	int number(String name) {
		return Integer.parseInt(text(name));
	}

	int number(String name, int otherwise) {
		return this.values.containsKey(name) ? number(name) : otherwise;
	}

	/**
	 * A number of seconds.
	 * @return the same in nanoseconds
	 */
	long nanos(String name) {
		return (long) (Double.parseDouble(text(name)) * 1e9);
	}

}

package dev.natsboot.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is different in one variant of a workload. Names with a dot are properties of the
 * application.
 */
final class Variant {

	private final Map<String, String> values = new LinkedHashMap<>();

	Variant(String text) {
		for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
			int equals = part.indexOf('=');
			this.values.put((equals < 0) ? part : part.substring(0, equals),
					(equals < 0) ? "true" : part.substring(equals + 1));
		}
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

	int number(String name, int otherwise) {
		return Integer.parseInt(text(name, String.valueOf(otherwise)));
	}

	String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>(this.values);
		properties.keySet().removeIf((name) -> name.indexOf('.') < 0);
		return properties;
	}

}

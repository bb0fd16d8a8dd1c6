package dev.natsboot.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.support.Encoding;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the JetStream API as maps, lists, strings, numbers and booleans. Nothing that a
 * newer server sends is lost on the way through.
 */
final class Json {

	private Json() {
	}

	/**
	 * Reads an object.
	 * @param json its text
	 * @return the object
	 * @throws IllegalArgumentException if it is none
	 */
	static Map<String, Object> read(String json) {
		try {
			if (of(JsonParser.parse(json)) instanceof Map<?, ?> map) {
				return object(map);
			}
		}
		catch (JsonParseException ex) {
			throw new IllegalArgumentException("not JSON", ex);
		}
		throw new IllegalArgumentException("not a JSON object");
	}

	/**
	 * Writes a value that {@link #of} made.
	 */
	static String write(Object value) {
		StringBuilder text = new StringBuilder();
		write(text, value);
		return text.toString();
	}

	/**
	 * What stands for a value in the API.
	 * @param value a value of a {@link Field}
	 * @return a map, list, string, number or boolean; {@code null} for {@code null}
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return duration.toNanos();
		}
		if (value instanceof Enum<?> || value instanceof Instant) {
			return value.toString();
		}
		if (value instanceof JsonValue json) {
			return of(json);
		}
		if (value instanceof JsonSerializable serializable) {
			return read(serializable.toJson());
		}
		if (value instanceof Collection<?> collection) {
			return list(collection);
		}
		if (value instanceof Map<?, ?> map) {
			return object(map);
		}
		return (value instanceof Integer number) ? Long.valueOf(number) : value;
	}

	private static @Nullable Object of(JsonValue value) {
		return switch (value.type) {
			case MAP -> object(value.map);
			case ARRAY -> list(value.array);
			case STRING -> value.string;
			case BOOL -> value.bool;
			case NULL -> null;
			case INTEGER, LONG -> value.number.longValue();
			case DOUBLE, FLOAT, BIG_DECIMAL, BIG_INTEGER -> value.number;
		};
	}

	static Map<String, Object> object(Map<?, ?> map) {
		Map<String, Object> result = new TreeMap<>();
		map.forEach((key, value) -> {
			Object converted = of(value);
			if (converted != null) {
				result.put(String.valueOf(key), converted);
			}
		});
		return result;
	}

	private static List<Object> list(Collection<?> collection) {
		List<Object> result = new ArrayList<>(collection.size());
		for (Object value : collection) {
			Object converted = of(value);
			if (converted != null) {
				result.add(converted);
			}
		}
		return result;
	}

	private static void write(StringBuilder text, Object value) {
		if (value instanceof Map<?, ?> map) {
			text.append('{');
			map.forEach((key, member) -> {
				separate(text, '{');
				text.append('"').append(Encoding.jsonEncode(String.valueOf(key))).append("\":");
				write(text, member);
			});
			text.append('}');
		}
		else if (value instanceof List<?> list) {
			text.append('[');
			for (Object member : list) {
				separate(text, '[');
				write(text, member);
			}
			text.append(']');
		}
		else if (value instanceof String string) {
			text.append('"').append(Encoding.jsonEncode(string)).append('"');
		}
		else {
			text.append(value);
		}
	}

	private static void separate(StringBuilder text, char opening) {
		if (text.charAt(text.length() - 1) != opening) {
			text.append(',');
		}
	}

}

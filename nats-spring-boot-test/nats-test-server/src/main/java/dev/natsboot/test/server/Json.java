package dev.natsboot.test.server;

import java.util.List;
import java.util.Map;

import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads parsed JSON without regard to what is missing.
 */
final class Json {

	private Json() {
	}

	static Map<String, JsonValue> fields(@Nullable JsonValue json) {
		return (json != null && json.map != null) ? json.map : Map.of();
	}

	static List<JsonValue> array(JsonValue json, String key) {
		JsonValue value = fields(json).get(key);
		return (value != null && value.array != null) ? value.array : List.of();
	}

	static String text(@Nullable JsonValue json, String key) {
		JsonValue value = fields(json).get(key);
		return (value != null && value.string != null) ? value.string : "";
	}

	static boolean flag(@Nullable JsonValue json, String key) {
		JsonValue value = fields(json).get(key);
		return value != null && Boolean.TRUE.equals(value.bool);
	}

	static long number(JsonValue json, String key) {
		JsonValue value = fields(json).get(key);
		return (value != null && value.number != null) ? value.number.longValue() : -1;
	}

}

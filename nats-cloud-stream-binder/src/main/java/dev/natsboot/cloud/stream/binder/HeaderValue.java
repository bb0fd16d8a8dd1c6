package dev.natsboot.cloud.stream.binder;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.MimeType;

/**
 * A header's value as text that NATS can carry, and the name of its type where it is not
 * plain text. The type is one of a fixed set: a sender cannot choose a class.
 *
 * @param text visible ASCII and spaces
 * @param type the type's name, or {@code null} for text as it is
 */
record HeaderValue(String text, @Nullable String type) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String TEXT = "text";

	private static final String JSON_TYPE = "json";

	private static final Map<Class<?>, String> PLAIN = Map.of(Integer.class, "int", Long.class, "long", Short.class,
			"short", Byte.class, "byte", Double.class, "double", Float.class, "float", Boolean.class, "boolean",
			UUID.class, "uuid");

	private static final Map<String, Function<String, Object>> READERS = Map.ofEntries(
			Map.entry("int", Integer::valueOf), Map.entry("long", Long::valueOf), Map.entry("short", Short::valueOf),
			Map.entry("byte", Byte::valueOf), Map.entry("double", Double::valueOf), Map.entry("float", Float::valueOf),
			Map.entry("boolean", Boolean::valueOf), Map.entry("uuid", UUID::fromString),
			Map.entry("mime", MimeType::valueOf), Map.entry("bytes", Base64.getDecoder()::decode),
			Map.entry(TEXT, HeaderValue::decode),
			Map.entry(JSON_TYPE, (text) -> JSON.readValue(decode(text), Object.class)));

	/**
	 * Writes a value.
	 * @param value the value
	 * @return its text, or {@code null} if it cannot be carried
	 */
	static @Nullable HeaderValue of(Object value) {
		if (value instanceof String text) {
			return isPlain(text) ? new HeaderValue(text, null) : new HeaderValue(encode(text), TEXT);
		}
		String plain = PLAIN.get(value.getClass());
		if (plain != null) {
			return new HeaderValue(value.toString(), plain);
		}
		if (value instanceof MimeType type) {
			return new HeaderValue(type.toString(), "mime");
		}
		if (value instanceof byte[] bytes) {
			return new HeaderValue(Base64.getEncoder().encodeToString(bytes), "bytes");
		}
		try {
			return new HeaderValue(encode(JSON.writeValueAsString(value)), JSON_TYPE);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Reads a value.
	 * @return the value, or its text where that is not of its type
	 */
	Object read() {
		Function<String, Object> reader = (this.type != null) ? READERS.get(this.type) : null;
		if (reader == null) {
			return this.text;
		}
		try {
			return reader.apply(this.text);
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return this.text;
		}
	}

	/**
	 * Makes any text fit for a header.
	 * @param text the text
	 * @return the text, percent-encoded
	 */
	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c > '~' || c < ' ') {
				return false;
			}
		}
		// the client trims values
		return text.isEmpty() || (text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ');
	}

}

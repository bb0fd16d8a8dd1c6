package dev.natsboot.cloud.stream.binder;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.messaging.MessageHeaders;

/**
 * Maps the headers of Spring messages to those of NATS and back. Values that are not text
 * keep their type: their types are named in a header of its own. Headers of NATS itself
 * and those that carry credentials are not mapped, in neither direction. Thread-safe.
 */
final class HeaderMapper {

	/**
	 * Names the types of other headers, such as {@code sequenceNumber=int,tags=json}.
	 * Names are percent-encoded; one that NATS could not carry is so in its own header
	 * too.
	 */
	static final String TYPES = "Spring-Header-Types";

	static final String CONTENT_TYPE = "Content-Type";

	private static final LogAccessor logger = new LogAccessor(HeaderMapper.class);

	private static final Set<String> LOCAL = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP,
			MessageHeaders.ERROR_CHANNEL, MessageHeaders.REPLY_CHANNEL,
			IntegrationMessageHeaderAccessor.DELIVERY_ATTEMPT, IntegrationMessageHeaderAccessor.ACKNOWLEDGMENT_CALLBACK,
			IntegrationMessageHeaderAccessor.SOURCE_DATA, IntegrationMessageHeaderAccessor.CLOSEABLE_RESOURCE,
			IntegrationMessageHeaderAccessor.REACTOR_CONTEXT, "spring.cloud.stream.sendto.destination",
			"target-protocol");

	private final Set<String> withheld;

	/**
	 * Creates a mapper.
	 * @param withheld names of headers that are never mapped, in lower case
	 */
	HeaderMapper(Set<String> withheld) {
		this.withheld = Set.copyOf(withheld);
	}

	/**
	 * The headers for NATS.
	 * @param headers a message's headers
	 * @return the headers
	 */
	Headers toNats(Map<String, Object> headers) {
		Headers target = new Headers();
		StringBuilder types = new StringBuilder();
		headers.forEach((name, value) -> {
			if (MessageHeaders.CONTENT_TYPE.equals(name)) {
				target.put(CONTENT_TYPE, value.toString());
			}
			else if (isMapped(name)) {
				put(target, types, name, value);
			}
		});
		if (!types.isEmpty()) {
			target.put(TYPES, types.toString());
		}
		return target;
	}

	private static void put(Headers target, StringBuilder types, String name, Object value) {
		HeaderValue mapped = HeaderValue.of(value);
		if (mapped == null) {
			logger.debug(() -> "Header '" + name + "' of " + value.getClass() + " cannot be sent");
			return;
		}
		boolean plain = isPlain(name);
		String type = mapped.type();
		if (type != null || !plain) {
			types.append(types.isEmpty() ? "" : ",")
				.append(HeaderValue.encode(name))
				.append('=')
				.append((type != null) ? type : "");
		}
		target.put(plain ? name : HeaderValue.encode(name), mapped.text());
	}

	/**
	 * Adds the headers of a NATS message.
	 * @param headers the headers, if any
	 * @param target takes them
	 */
	void fromNats(@Nullable Headers headers, Map<String, Object> target) {
		if (headers == null) {
			return;
		}
		Map<String, String> types = types(headers.getFirst(TYPES));
		headers.forEach((name, values) -> {
			if (CONTENT_TYPE.equalsIgnoreCase(name)) {
				target.put(MessageHeaders.CONTENT_TYPE, values.get(0));
			}
			else if (!TYPES.equals(name) && isMapped(name)) {
				read(target, types, name, values);
			}
		});
	}

	private void read(Map<String, Object> target, Map<String, String> types, String name, List<String> values) {
		String type = types.get(name);
		if (type == null) {
			target.put(name, (values.size() == 1) ? values.get(0) : List.copyOf(values));
			return;
		}
		String original = types.containsKey("%" + name) ? HeaderValue.decode(name) : name;
		if (isMapped(original)) {
			target.put(original, new HeaderValue(values.get(0), type).read());
		}
	}

	/**
	 * The types by the headers' names, and {@code %name} for each name that is encoded.
	 */
	private static Map<String, String> types(@Nullable String text) {
		if (text == null) {
			return Map.of();
		}
		Map<String, String> types = new HashMap<>();
		for (String entry : text.split(",", -1)) {
			int equals = entry.indexOf('=');
			if (equals > 0) {
				String encoded = entry.substring(0, equals);
				String type = entry.substring(equals + 1);
				String name;
				try {
					name = HeaderValue.decode(encoded);
				}
				catch (IllegalArgumentException ex) {
					continue;
				}
				if (isPlain(name)) {
					types.put(name, type);
				}
				else {
					types.put(encoded, type);
					types.put("%" + encoded, type);
				}
			}
		}
		return types;
	}

	private boolean isMapped(String name) {
		if (LOCAL.contains(name) || name.startsWith(NatsHeaders.PREFIX) || name.startsWith("scst_")
				|| name.regionMatches(true, 0, "Nats-", 0, 5)) {
			return false;
		}
		return !this.withheld.contains(name.toLowerCase(Locale.ROOT));
	}

	private static boolean isPlain(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c <= ' ' || c > '~' || c == ':') {
				return false;
			}
		}
		return !name.isEmpty();
	}

}

package dev.natsboot.annotation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.Message;
import io.nats.client.impl.Headers;

/**
 * A message's headers as a map, for handlers that want one: a single value as a string,
 * several as a list, and the subject and reply subject under names of their own. Names by
 * which Spring's messaging knows who a user is are left out, since any sender may write
 * them.
 */
final class HeaderMap {

	static final String SUBJECT = "nats_subject";

	static final String REPLY_TO = "nats_replyTo";

	/** Beginning of the names in {@code SimpMessageHeaderAccessor}. */
	private static final String SIMP = "simp";

	private HeaderMap() {
	}

	static Map<String, Object> of(Message message) {
		Map<String, Object> map = new HashMap<>();
		Headers headers = message.getHeaders();
		if (headers != null) {
			headers.forEach((name, values) -> {
				if (!name.startsWith(SIMP)) {
					map.put(name, value(values));
				}
			});
		}
		map.put(SUBJECT, message.getSubject());
		if (message.getReplyTo() != null) {
			map.put(REPLY_TO, message.getReplyTo());
		}
		return map;
	}

	private static Object value(List<String> values) {
		return (values.size() == 1) ? values.get(0) : List.copyOf(values);
	}

}

package dev.natsboot.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Remembers what listeners were called with, and what was refused and why.
 */
public class Recorder implements MessageSecurityListener {

	private final List<Handled> handled = new CopyOnWriteArrayList<>();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	void handled(Message message) {
		Authentication sender = SecurityContextHolder.getContext().getAuthentication();
		this.handled.add(new Handled(message.getSubject(), new String(message.getData(), StandardCharsets.UTF_8),
				(sender != null) ? sender.getName() : null));
	}

	List<Handled> handled() {
		return this.handled;
	}

	/**
	 * What was handled of one subject.
	 */
	List<String> payloads(String subject) {
		return this.handled.stream()
			.filter((message) -> message.subject().equals(subject))
			.map(Handled::payload)
			.toList();
	}

	List<String> refused() {
		return this.refused;
	}

	@Override
	public void message(Direction direction, boolean accepted, String reason, @Nullable String listener) {
		if (!accepted) {
			this.refused.add(direction.name().toLowerCase(java.util.Locale.ROOT) + ":" + reason);
		}
	}

	void clear() {
		this.handled.clear();
		this.refused.clear();
	}

	record Handled(String subject, String payload, @Nullable String sender) {
	}

}

package dev.natsboot.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.natsboot.core.SecurityOutcomes;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Remembers what listeners were called with, and what was refused and why.
 */
public class Recorder implements SecurityOutcomes {

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
	public Runnable counter(Direction direction, String outcome, String reason, String listener) {
		String what = (direction == Direction.OUT) ? "publish" : listener.equals("none") ? "reply" : "consume";
		return () -> {
			if (outcome.equals("refused")) {
				this.refused.add(what + ":" + reason);
			}
		};
	}

	void clear() {
		this.handled.clear();
		this.refused.clear();
	}

	record Handled(String subject, String payload, @Nullable String sender) {
	}

}

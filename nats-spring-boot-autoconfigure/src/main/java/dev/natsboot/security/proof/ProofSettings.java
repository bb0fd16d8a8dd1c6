package dev.natsboot.security.proof;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * What the two sides of a proof have to agree on.
 *
 * @param audience what messages are meant for, such as an environment or an account
 * @param headers the signed headers, of which a receiver demands that they be signed
 * @param window how far apart the signing and the arrival of a message may be, at its
 * receiver or in its stream
 * @since 0.1.0
 */
public record ProofSettings(String audience, List<String> headers, Duration window) {

	/**
	 * The headers that are always signed: what decides how a payload is read, what a
	 * stream knows a message by, and the errors of replies.
	 */
	public static final List<String> HEADERS = List.of("content-type", "content-encoding", "nats-msg-id",
			"nats-service-error", "nats-service-error-code");

	public ProofSettings {
		Assert.hasText(audience, "'audience' must not be empty");
		Assert.isTrue(window.toSeconds() > 0, "'window' must be a second or more");
		Set<String> all = new LinkedHashSet<>(HEADERS);
		headers.forEach((header) -> all.add(header.toLowerCase(Locale.ROOT)));
		headers = List.copyOf(all);
	}

}

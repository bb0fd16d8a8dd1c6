package dev.natsboot.deadletter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Where dead letters go and what they must not carry.
 *
 * @param stream the stream of dead letters, created if it is not there
 * @param subjectPrefix what their subjects begin with; stream and consumer of the origin
 * follow
 * @param strippedHeaders headers that are never copied, such as those with tokens; case
 * does not matter
 * @param ttl how long the stream keeps a dead letter, or {@code null} for as long as it
 * keeps anything
 * @since 0.1.0
 */
public record DeadLetterSettings(String stream, String subjectPrefix, Set<String> strippedHeaders,
		@Nullable Duration ttl) {

	/**
	 * The settings when nothing is configured.
	 */
	public static final DeadLetterSettings DEFAULTS = new DeadLetterSettings("DEAD_LETTERS", "dead-letters",
			Set.copyOf(List.of("Authorization", "Proxy-Authorization", "Cookie")));

	public DeadLetterSettings {
		strippedHeaders = strippedHeaders.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Settings without a time to live.
	 * @param stream the stream of dead letters
	 * @param subjectPrefix what their subjects begin with
	 * @param strippedHeaders headers that are never copied
	 */
	public DeadLetterSettings(String stream, String subjectPrefix, Set<String> strippedHeaders) {
		this(stream, subjectPrefix, strippedHeaders, null);
	}

	String subject(String originStream, String consumer) {
		return this.subjectPrefix + "." + originStream + "." + consumer;
	}

	boolean isStripped(String header) {
		return this.strippedHeaders.contains(header.toLowerCase(Locale.ROOT));
	}

}

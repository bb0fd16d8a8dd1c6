package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code nats}: shows connections, listeners, streams, consumers and dead
 * letters; pauses, resumes and restarts listeners, and puts dead letters back. Asks
 * servers for a bounded time only. Writing needs
 * {@code management.endpoint.nats.access=unrestricted}. Thread-safe.
 *
 * @since 0.1.0
 */
@Endpoint(id = "nats", defaultAccess = Access.READ_ONLY)
public class NatsEndpoint {

	/**
	 * How many dead letters are put back by one call at the most.
	 */
	static final int MAX_REDRIVEN = 1000;

	private static final String LISTENERS = "listeners";

	private static final String DEAD_LETTERS = "dead-letters";

	private static final String ALL = "all";

	private final Map<String, Section> sections;

	private final @Nullable NatsListenerRegistry listeners;

	private final @Nullable DeadLetters deadLetters;

	/**
	 * Creates an endpoint.
	 * @param sources what it tells about
	 */
	public NatsEndpoint(NatsEndpointSources sources) {
		this.listeners = sources.listeners();
		this.deadLetters = sources.deadLetters();
		this.sections = new LinkedHashMap<>();
		this.sections.put("connections", new ConnectionsSection(sources.connections()));
		if (this.listeners != null) {
			this.sections.put(LISTENERS, new ListenersSection(this.listeners));
		}
		this.sections.put("streams", new StreamsSection(sources));
		this.sections.put("consumers", new ConsumersSection(sources));
		if (this.deadLetters != null) {
			this.sections.put(DEAD_LETTERS, new DeadLettersSection(sources.connections(), this.deadLetters));
		}
	}

	/**
	 * Shows everything.
	 * @return the sections by name
	 */
	@ReadOperation
	public Map<String, Object> describe() {
		Deadline deadline = Deadline.begin();
		Map<String, Object> all = new LinkedHashMap<>();
		this.sections.forEach((name, section) -> all.put(name, section.begin(deadline)));
		all.replaceAll((name, section) -> ((Section.Pending) section).await());
		return all;
	}

	/**
	 * Shows a section.
	 * @param section {@code connections}, {@code listeners}, {@code streams},
	 * {@code consumers} or {@code dead-letters}
	 * @return what there is, by name; {@code null} if there is no such section
	 */
	@ReadOperation
	public @Nullable Map<String, Object> describeSection(@Selector String section) {
		Section found = this.sections.get(section);
		return (found != null) ? found.begin(Deadline.begin()).await() : null;
	}

	/**
	 * Shows one thing of a section.
	 * @param section the section
	 * @param name the thing's name, such as a listener's id
	 * @return the thing, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable Object describeOne(@Selector String section, @Selector String name) {
		Map<String, Object> things = describeSection(section);
		return (things != null) ? things.get(name) : null;
	}

	/**
	 * Does something to a listener, or puts dead letters back.
	 * @param section {@code listeners} or {@code dead-letters}
	 * @param name a listener's id; or a dead letter's sequence in its stream, or
	 * {@code all} for the oldest 1000
	 * @param action {@code pause}, {@code resume} or {@code restart} for a listener,
	 * {@code redrive} for dead letters
	 * @return what has come of it, or {@code null} if there is no such thing
	 */
	@WriteOperation
	public @Nullable Map<String, Object> change(@Selector String section, @Selector String name, String action) {
		if (section.equals(LISTENERS) && this.listeners != null) {
			return this.listeners.find(name).map((listener) -> change(listener, action)).orElse(null);
		}
		if (section.equals(DEAD_LETTERS) && this.deadLetters != null) {
			if (!action.equals("redrive")) {
				throw unknown(action, "redrive");
			}
			return redrive(this.deadLetters, name);
		}
		return null;
	}

	private static Map<String, Object> change(NatsListenerContainer listener, String action) {
		switch (action.toLowerCase(Locale.ROOT)) {
			case "pause" -> listener.pause();
			case "resume" -> listener.resume();
			case "restart" -> {
				listener.stop();
				listener.start();
			}
			default -> throw unknown(action, "pause, resume or restart");
		}
		return ListenersSection.describe(listener.snapshot());
	}

	private static @Nullable Map<String, Object> redrive(DeadLetters letters, String which) {
		if (which.equals(ALL)) {
			return Map.of("redriven", letters.redriveOldest(MAX_REDRIVEN));
		}
		long sequence;
		try {
			sequence = Long.parseLong(which);
		}
		catch (NumberFormatException ex) {
			throw new InvalidEndpointRequestException("Not the sequence of a dead letter: " + which,
					"Name a dead letter by its sequence, or write 'all'.");
		}
		boolean there = letters.list(sequence, 1).stream().anyMatch((letter) -> letter.sequence() == sequence);
		if (!there) {
			return null;
		}
		letters.redrive(sequence);
		return Map.of("redriven", 1L);
	}

	private static InvalidEndpointRequestException unknown(String action, String possible) {
		return new InvalidEndpointRequestException("Unknown action: " + action, "The action may be " + possible + ".");
	}

}

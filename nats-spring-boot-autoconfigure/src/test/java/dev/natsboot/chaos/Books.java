package dev.natsboot.chaos;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Which messages were acknowledged by the stream, and which were handled, in one round.
 */
final class Books {

	/** What the ids of messages begin with that are to be handled exactly once. */
	static final String ONCE = "once-";

	private final Map<String, Long> published = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private final Queue<Long> handledAt = new ConcurrentLinkedQueue<>();

	private final AtomicLong publishedInAll = new AtomicLong();

	void open() {
		this.published.clear();
		this.handled.clear();
		this.handledAt.clear();
	}

	void published(String id) {
		this.published.put(id, System.currentTimeMillis());
		this.publishedInAll.incrementAndGet();
	}

	void handled(String id, long at) {
		if (this.handled.computeIfAbsent(id, (key) -> new AtomicInteger()).incrementAndGet() == 1) {
			this.handledAt.add(at);
		}
	}

	static boolean isOnce(String id) {
		return id.startsWith(ONCE);
	}

	Set<String> published() {
		return Set.copyOf(this.published.keySet());
	}

	/**
	 * Those of which several processes may handle any: none waits for another.
	 */
	Set<String> publishedForAny() {
		return this.published.keySet().stream().filter((id) -> !isOnce(id)).collect(Collectors.toSet());
	}

	/**
	 * Messages to be handled exactly once whose effects are not one.
	 */
	Set<String> wronglyHandled(Map<String, Integer> effects) {
		Set<String> wrong = new TreeSet<>(effects.keySet());
		wrong.addAll(this.published.keySet().stream().filter(Books::isOnce).toList());
		wrong.removeIf((id) -> effects.getOrDefault(id, 0) == 1 && this.published.containsKey(id));
		return wrong;
	}

	boolean areHandled(Set<String> ids) {
		return this.handled.keySet().containsAll(ids);
	}

	int count() {
		return this.published.size();
	}

	long countInAll() {
		return this.publishedInAll.get();
	}

	Set<String> lost() {
		Set<String> lost = new TreeSet<>(this.published.keySet());
		lost.removeAll(this.handled.keySet());
		return lost;
	}

	/**
	 * Messages handled that nobody published in this round.
	 */
	Set<String> strangers() {
		Set<String> strangers = new TreeSet<>(this.handled.keySet());
		strangers.removeAll(this.published.keySet());
		return strangers;
	}

	long duplicates() {
		return this.handled.entrySet()
			.stream()
			.filter((entry) -> !isOnce(entry.getKey()))
			.mapToInt((entry) -> entry.getValue().get() - 1)
			.sum();
	}

	long longestGap() {
		return longestGap(List.copyOf(this.handledAt));
	}

	long longestPublishGap() {
		return longestGap(List.copyOf(this.published.values()));
	}

	private static long longestGap(List<Long> times) {
		long longest = 0;
		long previous = Long.MAX_VALUE;
		for (long time : times.stream().sorted().toList()) {
			longest = Math.max(longest, time - previous);
			previous = time;
		}
		return longest;
	}

}

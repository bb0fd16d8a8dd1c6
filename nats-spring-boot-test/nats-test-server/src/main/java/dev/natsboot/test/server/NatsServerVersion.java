package dev.natsboot.test.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of {@code nats-server}, such as {@code 2.12.1}.
 */
record NatsServerVersion(int major, int minor, int patch) implements Comparable<NatsServerVersion> {

	/** The oldest version the product supports. */
	static final NatsServerVersion MINIMUM = new NatsServerVersion(2, 11, 0);

	private static final Pattern PATTERN = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)");

	static Optional<NatsServerVersion> find(String text) {
		Matcher matcher = PATTERN.matcher(text);
		return matcher.find() ? Optional.of(new NatsServerVersion(Integer.parseInt(matcher.group(1)),
				Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)))) : Optional.empty();
	}

	@Override
	public int compareTo(NatsServerVersion other) {
		return Comparator.comparingInt(NatsServerVersion::major)
			.thenComparingInt(NatsServerVersion::minor)
			.thenComparingInt(NatsServerVersion::patch)
			.compare(this, other);
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor + "." + this.patch;
	}

}

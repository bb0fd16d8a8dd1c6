package dev.natsboot.demo.driver;

import java.util.List;
import java.util.Set;

/**
 * What the demo was asked to do.
 *
 * @param once whether it ends by itself
 * @param faults whether a service and the server are killed on the way
 */
record DemoOptions(boolean once, boolean faults) {

	static final String USAGE = """
			usage: ./demo.sh [--once] [--faults]
			  --once    end after the check; the exit status is 0 only if the books balance
			  --faults  kill the inventory service and restart nats-server on the way""";

	static DemoOptions parse(String... args) {
		List<String> given = List.of(args);
		if (!Set.of("--once", "--faults").containsAll(given)) {
			throw new IllegalArgumentException(USAGE);
		}
		return new DemoOptions(given.contains("--once"), given.contains("--faults"));
	}

}

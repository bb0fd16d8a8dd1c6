package dev.natsboot.demo.driver;

import java.util.List;
import java.util.Set;

/**
 * What the demo was asked to do.
 *
 * @param once whether it ends by itself
 * @param faults whether a service and the server are killed on the way
 * @param secure whether connections, messages and HTTP are protected
 */
record DemoOptions(boolean once, boolean faults, boolean secure) {

	static final String USAGE = """
			usage: ./demo.sh [--once] [--faults] [--secure]
			  --once    end after the check; the exit status is 0 only if the books balance
			  --faults  kill the inventory service and restart nats-server on the way
			  --secure  TLS, signed messages and access tokens, and attempts that must be refused""";

	static DemoOptions parse(String... args) {
		List<String> given = List.of(args);
		if (!Set.of("--once", "--faults", "--secure").containsAll(given)) {
			throw new IllegalArgumentException(USAGE);
		}
		return new DemoOptions(given.contains("--once"), given.contains("--faults"), given.contains("--secure"));
	}

}

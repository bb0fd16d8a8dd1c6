package dev.natsboot.core;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread allocates for a message, against the client alone.
 */
class NatsTemplateAllocationTests extends TemplateTestBase {

	private static final int MESSAGES = 20_000;

	private static final int ROUNDS = 9;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void bytesCostNothingOnTopOfTheClient() throws Exception {
		connection.close();
		connection = connect(Options.builder());
		NatsTemplate template = builder(connection).namingPolicy(new SubjectNamingRules(true, 2, "", List.of("x.")))
			.build();
		byte[] payload = new byte[128];
		double raw = perMessage(() -> connection.publish("allocation.test", payload));
		double ours = perMessage(() -> template.send("allocation.test", payload));
		assertThat(ours - raw).as("bytes per message: ours %s, raw %s", ours, raw).isLessThanOrEqualTo(8.0);
	}

	/**
	 * The least of several rounds: the first ones still compile, and in some the queue
	 * between the caller and the client's writer is contended.
	 */
	private double perMessage(Runnable send) throws Exception {
		double least = Double.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < MESSAGES; i++) {
				send.run();
			}
			long allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
			least = Math.min(least, (double) allocated / MESSAGES);
			connection.flush(LONG);
		}
		return least;
	}

}

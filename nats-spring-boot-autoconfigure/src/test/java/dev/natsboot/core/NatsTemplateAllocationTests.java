package dev.natsboot.core;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import com.sun.management.ThreadMXBean;
import dev.natsboot.AllThreads;
import io.nats.client.JetStream;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread allocates for a message, against the client alone.
 */
class NatsTemplateAllocationTests extends TemplateTestBase {

	private static final int MESSAGES = 20_000;

	private static final int ROUNDS = 27;

	private static final int IN_FLIGHT = 500;

	private static final double PUBLISH_GOAL = 0.88;

	private static final double MARGIN = 1.1;

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
	 * All threads of both sides. What is left is the client's: a message out, a message
	 * in, and the acknowledgement's JSON read.
	 */
	@Test
	void anAsynchronousPublishTakesLessThanTheClientsOwn() throws Exception {
		connection.close();
		connection = connect(Options.builder());
		stream("ALLOCATION", "allocated.>");
		JetStream client = connection.jetStream();
		NatsTemplate template = builder(connection).maxInFlight(IN_FLIGHT).build();
		byte[] payload = new byte[128];
		double raw = perPublish(() -> client.publishAsync("allocated.raw", payload));
		double ours = perPublish(() -> template.publishAsync("allocated.ours", payload));
		assertThat(ours).as("bytes per message, raw %s", raw).isLessThanOrEqualTo(raw * PUBLISH_GOAL * MARGIN);
	}

	private double perPublish(Callable<CompletableFuture<PublishAck>> publish) throws Exception {
		double least = Double.MAX_VALUE;
		for (int round = 0; round < ROUNDS / 3; round++) {
			long allocated = AllThreads.allocate(() -> {
				Semaphore window = new Semaphore(IN_FLIGHT);
				for (int i = 0; i < MESSAGES; i++) {
					window.acquire();
					publish.call().whenComplete((ack, ex) -> window.release());
				}
				window.acquire(IN_FLIGHT);
			});
			least = Math.min(least, (double) allocated / MESSAGES);
		}
		return least;
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

package dev.natsboot.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.natsboot.AllThreads;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import io.nats.client.JetStream;
import io.nats.client.MessageConsumer;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PublishAck;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all threads together allocate for a message of a stream that is acknowledged,
 * against the client's own {@code consume()}.
 */
class ConsumerAllocationTests extends JetStreamTestBase {

	private static final int MESSAGES = 20_000;

	private static final double GOAL = 0.8;

	private static final double MARGIN = 1.1;

	@Test
	void aListenerTakesLessThanTheClientsOwnWay() throws Exception {
		fill();
		double raw = least(this::raw);
		try (TestApplication application = application(Handlers.class).property("nats.listener.auto-startup", false)
			.start(server.url())) {
			double ours = least(() -> ours(application));
			assertThat(ours).as("bytes per message, raw %s", raw).isLessThanOrEqualTo(raw * GOAL * MARGIN);
		}
	}

	private void fill() throws Exception {
		JetStream stream = this.connection.jetStream();
		byte[] payload = new byte[128];
		for (int i = 0; i < MESSAGES / 1000; i++) {
			List<CompletableFuture<PublishAck>> acks = IntStream.range(0, 1000)
				.mapToObj((ignored) -> stream.publishAsync("j.work", payload))
				.toList();
			CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).join();
		}
	}

	/**
	 * Of a few rounds, of which the first ones still compile.
	 */
	private double least(AllThreads.Task round) throws Exception {
		double least = Double.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			if (this.management.getConsumerNames("J").contains("worker")) {
				this.management.deleteConsumer("J", "worker");
			}
			this.management.createConsumer("J",
					ConsumerConfiguration.builder()
						.durable("worker")
						.filterSubject("j.>")
						.maxDeliver(15)
						.ackPolicy(AckPolicy.Explicit)
						.build());
			least = Math.min(least, (double) AllThreads.allocate(round) / MESSAGES);
		}
		return least;
	}

	private void raw() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		try (MessageConsumer consumer = this.connection.getStreamContext("J")
			.getConsumerContext("worker")
			.consume((message) -> {
				message.ack();
				handled.addAndGet(message.getData().length / 128);
			})) {
			TestApplication.await(() -> handled.get() == MESSAGES);
		}
	}

	private static void ours(TestApplication application) {
		AtomicInteger handled = application.bean(Handlers.class).handled;
		handled.set(0);
		application.listener("worker").start();
		TestApplication.await(() -> handled.get() == MESSAGES);
		application.listener("worker").stop();
	}

	static class Handlers {

		final AtomicInteger handled = new AtomicInteger();

		@NatsListener(id = "worker", subjects = "j.>", durable = "worker")
		void handle(byte[] payload) {
			this.handled.addAndGet(payload.length / 128);
		}

	}

}

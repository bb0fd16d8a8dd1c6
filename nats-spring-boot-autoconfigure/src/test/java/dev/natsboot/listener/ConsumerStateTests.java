package dev.natsboot.listener;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener makes of its consumer's state: without a leader, with delays of its
 * own, with messages that it gave up.
 */
class ConsumerStateTests extends JetStreamTestBase {

	@Test
	void isNotServedBeforeItsConsumerHasAnswered() throws Exception {
		try (EmbeddedNatsCluster cluster = EmbeddedNatsCluster.start()) {
			String[] servers = cluster.servers().toArray(String[]::new);
			try (Connection toCluster = Nats.connect(Options.builder().servers(servers).build())) {
				createStream(toCluster.jetStreamManagement(), 3);
			}
			try (TestApplication application = application(Worker.class).start(servers)) {
				Worker worker = application.bean(Worker.class);
				TestApplication.await(() -> worker.started.get() == 1);
				EmbeddedNatsServer used = usedBy(application, cluster);
				// who is left must not lead the consumer, as it does not notice at once
				// that it is alone
				EmbeddedNatsServer leader = cluster.leaderOfConsumer("J", "worker");
				EmbeddedNatsServer other = (leader != used) ? leader
						: cluster.nodes().stream().filter((node) -> node != used).findFirst().orElseThrow();
				other.kill();
				used.kill();
				application.awaitState("worker", ListenerState.WAITING);
				TestApplication.await(() -> connection(application).getStatus() == Connection.Status.CONNECTED);
				TestApplication.pass(Duration.ofMillis(1500));
				assertThat(worker.started).hasValue(1);
				used.restart();
				application.awaitState("worker", ListenerState.RUNNING);
			}
		}
	}

	private static EmbeddedNatsServer usedBy(TestApplication application, EmbeddedNatsCluster cluster) {
		String url = Objects.requireNonNull(connection(application).getConnectedUrl());
		return cluster.nodes().stream().filter((node) -> url.endsWith(":" + node.port())).findFirst().orElseThrow();
	}

	private static Connection connection(TestApplication application) {
		return Objects.requireNonNull(
				application.bean(NatsConnections.class).pool(NatsConnections.DEFAULT_NAME).connection("j.work"));
	}

	@Test
	void asksForItsConsumerOnceAtATime() {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			ConsumerContainer container = (ConsumerContainer) application.listener("worker");
			server.pause();
			try {
				for (int i = 0; i < 10; i++) {
					container.suspicious();
				}
				TestApplication.await(() -> looking() > 0);
				TestApplication.pass(Duration.ofMillis(300));
				assertThat(looking()).isEqualTo(1);
			}
			finally {
				server.resume();
			}
		}
	}

	private static long looking() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.filter((stack) -> Arrays.stream(stack)
				.anyMatch((frame) -> frame.getClassName().equals(ConsumerContainer.class.getName())
						&& frame.getMethodName().equals("look")))
			.count();
	}

	@Test
	void theLeaseIsTheShortestDelayOfAConsumerWithDelays() throws Exception {
		this.management.createConsumer("J",
				ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.maxDeliver(5)
					.backoff(Duration.ofSeconds(20), Duration.ofSeconds(1))
					.build());
		try (TestApplication application = application(Worker.class).start(server.url())) {
			Worker worker = application.bean(Worker.class);
			worker.gate = new CountDownLatch(1);
			// the second delivery is the one with the short delay
			worker.failures.set(1);
			publish(application, 0, 1);
			TestApplication.await(() -> worker.begun.get() == 2);
			TestApplication.pass(Duration.ofMillis(3500));
			worker.gate.countDown();
			TestApplication.await(() -> !worker.seen.isEmpty());
			awaitSettled();
			assertThat(worker.begun).hasValue(2);
		}
	}

	@Test
	void aDeadLetterOfAnAdvisoryIsTriedAgainAfterGrowingDelays() throws Exception {
		this.management.createConsumer("J",
				ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.ackWait(1000)
					.maxDeliver(1)
					.build());
		try (TestApplication application = application(Worker.class).start(server.url())) {
			limit(100);
			Subscription attempts = this.connection.subscribe("dead-letters.>");
			this.connection.flush(Duration.ofSeconds(10));
			application.listener("worker").pause();
			publish(application, 0, 1);
			// delivered once, to somebody who dies of it
			this.connection.subscribe("taken");
			this.connection.publish("$JS.API.CONSUMER.MSG.NEXT.J.worker", "taken", new byte[] { '1' });
			eventually(() -> consumer().getNumAckPending() == 1);
			application.listener("worker").resume();
			long[] at = new long[4];
			for (int i = 0; i < at.length; i++) {
				assertThat(attempts.nextMessage(Duration.ofSeconds(20))).isNotNull();
				at[i] = System.nanoTime();
			}
			assertThat(at[3] - at[2]).isGreaterThan(at[1] - at[0]);
			limit(-1);
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
		}
	}

	private void limit(long bytes) throws Exception {
		this.management
			.updateStream(StreamConfiguration.builder(this.management.getStreamInfo("DEAD_LETTERS").getConfiguration())
				.maxBytes(bytes)
				.discardPolicy(DiscardPolicy.New)
				.build());
	}

	static class Worker {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final AtomicInteger begun = new AtomicInteger();

		final AtomicInteger failures = new AtomicInteger();

		final AtomicInteger started = new AtomicInteger();

		volatile CountDownLatch gate = new CountDownLatch(0);

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) throws InterruptedException {
			this.begun.incrementAndGet();
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("failing");
			}
			this.gate.await();
			this.seen.add(payload);
		}

		@EventListener
		void started(NatsListenerEvent.Started event) {
			this.started.incrementAndGet();
		}

	}

}

package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that take several messages together.
 */
class BatchListenerTests extends JetStreamTestBase {

	private static void publishNumbers(TestApplication application, int from, int to) {
		for (int i = from; i < to; i++) {
			application.nats().publish("j.work", i);
		}
	}

	@Test
	void takesFullBatchesAndTheRestAfterTheWait() {
		try (TestApplication application = application(Batches.class).property("nats.listener.auto-startup", "false")
			.start(server.url())) {
			publishNumbers(application, 0, 25);
			Batches handler = application.bean(Batches.class);
			application.listener("batches").start();
			TestApplication.await(() -> handler.count() == 25);
			awaitSettled();
			assertThat(handler.sizes).containsExactly(10, 10, 5);
			assertThat(handler.seen).isSortedAccordingTo(Integer::compare);
		}
	}

	@Test
	void aBatchThatThrowsIsDeliveredAgain() {
		try (TestApplication application = application(ThrowsOnce.class).start(server.url())) {
			publish(application, 0, 5);
			ThrowsOnce handler = application.bean(ThrowsOnce.class);
			TestApplication.await(() -> handler.succeeded.size() == 5);
			awaitSettled();
			assertThat(handler.succeeded).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
		}
	}

	@Test
	void eachMessageHasItsOwnResult() {
		try (TestApplication application = application(Decides.class).start(server.url())) {
			publish(application, 0, 3);
			Decides handler = application.bean(Decides.class);
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
			TestApplication.await(() -> Collections.frequency(handler.seen, "1") == 2);
			awaitSettled();
			assertThat(handler.seen).containsOnlyOnce("0").containsOnlyOnce("2");
			assertThat(application.bean(DeadLetters.class).list(1, 10).get(0).data())
				.isEqualTo("2".getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void aPayloadThatCannotBeReadIsSettledByItself() {
		try (TestApplication application = application(Batches.class).start(server.url())) {
			application.nats().publish("j.work", "{".getBytes(StandardCharsets.UTF_8));
			publishNumbers(application, 1, 4);
			TestApplication.await(() -> application.bean(Batches.class).count() == 3);
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
			awaitSettled();
		}
	}

	@Test
	void aSlowBatchKeepsItsLeasesAndStoppingWaitsForIt() throws Exception {
		TestApplication application = application(SlowBatch.class).property("nats.listener.ack-wait", "1s")
			.start(server.url());
		publish(application, 0, 5);
		SlowBatch handler = application.bean(SlowBatch.class);
		handler.begun.await();
		long begin = System.nanoTime();
		TestApplication.await(() -> System.nanoTime() - begin > Duration.ofMillis(2500).toNanos());
		assertThat(consumer().getRedelivered()).isZero();
		Thread closing = new Thread(application::close);
		closing.start();
		TestApplication.await(() -> !application.listener("slow-batch").isRunning());
		handler.mayEnd.countDown();
		closing.join(20_000);
		awaitSettled();
	}

	@Test
	void coreListenersTakeBatchesToo() {
		try (TestApplication application = application(CoreBatch.class).start(server.url())) {
			for (int i = 0; i < 7; i++) {
				application.nats().send("core.batch", Integer.toString(i));
			}
			TestApplication.await(() -> application.bean(CoreBatch.class).seen.size() == 7);
		}
	}

	static class Batches {

		final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

		final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", durable = "worker", id = "batches", batch = "10", batchWait = "300ms")
		void handle(List<Integer> numbers) {
			this.sizes.add(numbers.size());
			this.seen.addAll(numbers);
		}

		int count() {
			return this.seen.size();
		}

	}

	static class ThrowsOnce {

		private boolean thrown;

		final List<String> succeeded = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", durable = "worker", batch = "5", batchWait = "50ms")
		void handle(List<String> payloads) {
			if (!this.thrown) {
				this.thrown = true;
				throw new IllegalStateException("failing once");
			}
			this.succeeded.addAll(payloads);
		}

	}

	static class Decides {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		private final Set<String> again = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "j.work", durable = "worker", batch = "3", batchWait = "50ms")
		List<Settlement> handle(List<Message> messages) {
			return messages.stream().map((message) -> {
				String payload = new String(message.getData(), StandardCharsets.UTF_8);
				this.seen.add(payload);
				return switch (payload) {
					case "1" -> this.again.add(payload) ? Settlement.nak(Duration.ofMillis(20)) : Settlement.ack();
					case "2" -> Settlement.deadLetter();
					default -> Settlement.ack();
				};
			}).toList();
		}

	}

	static class SlowBatch {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener(subjects = "j.work", durable = "worker", id = "slow-batch", batch = "5")
		void handle(List<String> payloads) throws InterruptedException {
			this.begun.countDown();
			this.mayEnd.await();
		}

	}

	static class CoreBatch {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "core.batch", batch = "5", batchWait = "20ms")
		void handle(List<String> payloads) {
			this.seen.addAll(payloads);
		}

	}

}

package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.StreamRejectedException;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams and consumers that an operator changes while a listener uses them, and limits
 * that are reached.
 */
class ChangedByOperatorTests extends JetStreamTestBase {

	private void update(UnaryOperator<ConsumerConfiguration.Builder> change) throws Exception {
		this.management.updateConsumer("J",
				change.apply(ConsumerConfiguration.builder(consumer().getConsumerConfiguration())).build());
	}

	private static void awaitHandled(TestApplication application, String payload) {
		TestApplication.await(() -> application.bean(Worker.class).seen.contains(payload));
	}

	@Test
	void aPurgedStreamGoesOn() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			Worker worker = application.bean(Worker.class);
			worker.block();
			publish(application, 0, 2000);
			TestApplication.await(() -> worker.begun.get() > 0);
			this.management.purgeStream("J");
			worker.goOn();
			application.nats().publish("j.work", "after");
			awaitHandled(application, "after");
			awaitSettled();
			assertThat(application.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void aDeletedStreamIsWaitedForAndServedWhenItIsThereAgain() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 50);
			awaitHandled(application, "49");
			this.management.deleteStream("J");
			application.awaitState("worker", ListenerState.WAITING);
			createStream(this.management, 1);
			publish(application, 100, 150);
			awaitHandled(application, "149");
			application.awaitState("worker", ListenerState.RUNNING);
			awaitSettled();
			assertThat(application.bean(Worker.class).seen).contains("100", "125", "149").hasSize(100);
		}
	}

	@Test
	void aStreamDeletedAndCreatedAgainAtOnceIsServedFromItsBeginning() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 50);
			awaitHandled(application, "49");
			awaitSettled();
			this.management.deleteStream("J");
			createStream(this.management, 1);
			publish(application, 100, 110);
			awaitHandled(application, "109");
			assertThat(application.bean(Worker.class).seen).hasSize(60);
			awaitSettled();
		}
	}

	@Test
	void anotherAckWaitDisturbsNothing() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			Worker worker = application.bean(Worker.class);
			worker.block();
			publish(application, 0, 100);
			TestApplication.await(() -> worker.begun.get() > 0);
			update((consumer) -> consumer.ackWait(Duration.ofSeconds(1)));
			eventually(() -> consumer().getRedelivered() > 0);
			worker.goOn();
			awaitSettled();
			assertThat(worker.seen).contains("0", "99");
			assertThat(application.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void fewerDeliveriesOfTheConsumerAreKnown() throws Exception {
		try (TestApplication application = application(Failing.class).property("nats.listener.max-deliveries", "10")
			.start(server.url())) {
			update((consumer) -> consumer.maxDeliver(2));
			application.nats().publish("j.work", "fails");
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
			awaitSettled();
			assertThat(application.bean(Failing.class).deliveries).hasValue(2);
		}
	}

	@Test
	void anotherFilterIsFollowed() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 5);
			awaitHandled(application, "4");
			update((consumer) -> consumer.filterSubject("j.other"));
			application.nats().publish("j.other", "other");
			awaitHandled(application, "other");
			update((consumer) -> consumer.filterSubject("j.work"));
			application.nats().publish("j.work", "work");
			awaitHandled(application, "work");
			awaitSettled();
		}
	}

	@Test
	void aPausedConsumerGoesOnAfterwards() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			this.management.pauseConsumer("J", "worker", ZonedDateTime.now().plusHours(1));
			application.nats().publish("j.work", "paused");
			eventually(() -> consumer().getNumPending() == 1);
			this.management.resumeConsumer("J", "worker");
			awaitHandled(application, "paused");
			awaitSettled();
			assertThat(application.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void aFullStreamRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
		limit("J", 10_000);
		try (TestApplication application = application(Worker.class).start(server.url())) {
			assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> {
				for (int i = 0; i < 200; i++) {
					application.nats().publish("j.work", new byte[1000]);
				}
			}).satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10077)).withMessageContaining("j.work");
			this.management.purgeStream("J");
			application.nats().publish("j.work", "room");
			awaitHandled(application, "room");
			awaitSettled();
		}
	}

	@Test
	void whileTheStreamOfDeadLettersIsFullNothingIsGivenUp() throws Exception {
		try (TestApplication application = application(Failing.class).property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			limit("DEAD_LETTERS", 100);
			application.nats().publish("j.work", "fails");
			eventually(() -> consumer().getNumAckPending() == 1);
			TestApplication.pass(Duration.ofSeconds(1));
			assertThat(consumer().getNumAckPending()).isEqualTo(1);
			assertThat(application.bean(DeadLetters.class).list(1, 10)).isEmpty();
			limit("DEAD_LETTERS", -1);
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
			awaitSettled();
			assertThat(application.bean(DeadLetters.class).list(1, 10).get(0).data())
				.isEqualTo("fails".getBytes(StandardCharsets.UTF_8));
			assertThat(application.bean(Failing.class).deliveries).hasValue(1);
		}
	}

	private void limit(String stream, long bytes) throws Exception {
		this.management
			.updateStream(StreamConfiguration.builder(this.management.getStreamInfo(stream).getConfiguration())
				.maxBytes(bytes)
				.discardPolicy(DiscardPolicy.New)
				.build());
	}

	static class Worker {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final AtomicInteger begun = new AtomicInteger();

		private volatile CountDownLatch gate = new CountDownLatch(0);

		void block() {
			this.gate = new CountDownLatch(1);
		}

		void goOn() {
			this.gate.countDown();
		}

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) throws InterruptedException {
			this.begun.incrementAndGet();
			this.gate.await();
			this.seen.add(payload);
		}

	}

	static class Failing {

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) {
			this.deliveries.incrementAndGet();
			throw new IllegalStateException("failing");
		}

	}

}

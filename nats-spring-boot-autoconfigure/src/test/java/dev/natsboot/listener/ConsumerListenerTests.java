package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JetStream listeners: acknowledged when handled, delivered again when not, whatever
 * happens to server, consumer and application.
 */
class ConsumerListenerTests extends JetStreamTestBase {

	@Test
	void handlesWhatWasPublishedBeforeAndAcknowledgesIt() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 100);
			Worker worker = application.bean(Worker.class);
			TestApplication.await(() -> worker.seen.size() == 100);
			awaitSettled();
			assertThat(worker.deliveries).hasValue(100);
			assertThat(consumer().getConsumerConfiguration().getAckPolicy())
				.isEqualTo(io.nats.client.api.AckPolicy.Explicit);
		}
	}

	@Test
	void moreMessagesThanAreHeldInFlight() {
		try (TestApplication application = application(Worker.class).property("nats.listener.max-in-flight", "7")
			.property("nats.listener.concurrency", "3")
			.start(server.url())) {
			publish(application, 0, 500);
			TestApplication.await(() -> application.bean(Worker.class).seen.size() == 500);
			awaitSettled();
			assertThat(application.bean(Worker.class).deliveries).hasValue(500);
		}
	}

	@Test
	void aFailedMessageIsDeliveredAgainAsOftenAsAllowed() throws Exception {
		try (TestApplication application = application(Failing.class).property("nats.listener.max-deliveries", "4")
			.start(server.url())) {
			publish(application, 0, 1);
			Failing failing = application.bean(Failing.class);
			TestApplication.await(() -> failing.deliveries.get() == 4);
			awaitSettled();
			assertThat(failing.deliveries).hasValue(4);
			assertThat(failing.at).hasSize(4);
		}
	}

	@Test
	void aMessageThatFailsOnceIsHandledInTheEnd() {
		try (TestApplication application = application(FailsOnce.class).start(server.url())) {
			publish(application, 0, 20);
			FailsOnce handler = application.bean(FailsOnce.class);
			TestApplication.await(() -> handler.succeeded.size() == 20);
			awaitSettled();
			assertThat(handler.attempts.values()).allSatisfy((count) -> assertThat(count).hasValue(2));
		}
	}

	@Test
	void aFutureSettlesWhenItCompletes() throws Exception {
		try (TestApplication application = application(Later.class).start(server.url())) {
			publish(application, 0, 1);
			Later later = application.bean(Later.class);
			TestApplication.await(() -> later.future != null);
			assertThat(consumer().getNumAckPending()).isEqualTo(1);
			later.future.complete(null);
			awaitSettled();
		}
	}

	@Test
	void aPoisonMessageIsGivenUpAtOnceAndTheNextIsHandled() throws Exception {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			application.nats().publish("j.work", "{not json".getBytes(java.nio.charset.StandardCharsets.UTF_8));
			application.nats().publish("j.work", new Number(7));
			TestApplication.await(() -> application.bean(Numbers.class).seen.contains(7));
			awaitSettled();
			assertThat(consumer().getRedelivered()).isZero();
		}
	}

	@Test
	void theResultIsPublishedOnceBeforeTheAcknowledgement() throws Exception {
		try (TestApplication application = application(Answers.class).start(server.url())) {
			publish(application, 0, 3);
			eventually(() -> this.management.getStreamInfo("J").getStreamState().getMsgCount() == 6);
			assertThat(this.management.getLastMessage("J", "j.result").getHeaders().getFirst("Nats-Msg-Id"))
				.startsWith("answers:J:");
		}
	}

	@Test
	void aSlowHandlerKeepsItsLease() throws Exception {
		try (TestApplication application = application(Slow.class).property("nats.listener.ack-wait", "1s")
			.start(server.url())) {
			publish(application, 0, 2);
			Slow slow = application.bean(Slow.class);
			assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
			// more than three ack waits, by the server's own clock of in-progress signals
			long begin = System.nanoTime();
			TestApplication.await(() -> System.nanoTime() - begin > Duration.ofMillis(3500).toNanos());
			assertThat(consumer().getRedelivered()).isZero();
			slow.mayEnd.countDown();
			awaitSettled();
			assertThat(slow.deliveries).hasValue(2);
		}
	}

	@Test
	void theLeaseIsThatOfAnExistingConsumer() throws Exception {
		this.management.createConsumer("J",
				io.nats.client.api.ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.ackWait(Duration.ofSeconds(1))
					.build());
		try (TestApplication application = application(Slow.class).property("nats.listener.ack-wait", "10m")
			.start(server.url())) {
			publish(application, 0, 1);
			Slow slow = application.bean(Slow.class);
			assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
			long begin = System.nanoTime();
			TestApplication.await(() -> System.nanoTime() - begin > Duration.ofMillis(2500).toNanos());
			assertThat(consumer().getRedelivered()).isZero();
			slow.mayEnd.countDown();
			awaitSettled();
		}
	}

	@Test
	void stoppingHandsBackWhatWasNotBegun() throws Exception {
		TestApplication first = application(Slow.class).property("nats.listener.ack-wait", "10m").start(server.url());
		publish(first, 0, 50);
		Slow slow = first.bean(Slow.class);
		assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
		eventually(() -> consumer().getNumAckPending() == 50);
		Thread closing = new Thread(first::close);
		closing.start();
		TestApplication.await(() -> !first.listener("worker").isRunning());
		slow.mayEnd.countDown();
		closing.join(20_000);
		assertThat(slow.deliveries.get()).isLessThan(50);
		try (TestApplication second = application(Worker.class).property("nats.listener.ack-wait", "10m")
			.start(server.url())) {
			int left = 50 - slow.deliveries.get();
			TestApplication.await(() -> second.bean(Worker.class).seen.size() == left);
			awaitSettled();
		}
	}

	@Test
	void waitsForItsStream() throws Exception {
		this.management.deleteStream("J");
		try (TestApplication application = application(Worker.class).start(server.url())) {
			assertThat(application.listener("worker").state()).isEqualTo(ListenerState.WAITING);
			assertThat(application.listener("worker").waitingFor()).contains("no stream").contains("j.work");
			createStream(this.management, 1);
			application.awaitState("worker", ListenerState.RUNNING);
			publish(application, 0, 3);
			TestApplication.await(() -> application.bean(Worker.class).seen.size() == 3);
		}
	}

	@Test
	void waitsWhenItsSubjectCanNeverBeInItsStream() throws Exception {
		try (TestApplication application = application(Elsewhere.class).start(server.url())) {
			assertThat(application.listener("elsewhere").state()).isEqualTo(ListenerState.WAITING);
			assertThat(application.listener("elsewhere").waitingFor()).contains("'k.work'", "[j.>]", "never");
			assertThat(this.management.getConsumerNames("J")).isEmpty();
			this.management
				.updateStream(StreamConfiguration.builder(this.management.getStreamInfo("J").getConfiguration())
					.addSubjects("k.*")
					.build());
			application.awaitState("elsewhere", ListenerState.RUNNING);
		}
	}

	@Test
	void aDeletedConsumerIsCreatedAgainAfterTheLastAcknowledgedMessage() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 20);
			Worker worker = application.bean(Worker.class);
			TestApplication.await(() -> worker.seen.size() == 20);
			awaitSettled();
			application.listener("worker").pause();
			application.listener("worker").resume();
			application.awaitState("worker", ListenerState.RUNNING);
			this.management.deleteConsumer("J", "worker");
			publish(application, 20, 40);
			TestApplication.await(() -> worker.seen.size() == 40);
			application.awaitState("worker", ListenerState.RUNNING);
			awaitSettled();
			assertThat(worker.deliveries).hasValue(40);
		}
	}

	@Test
	void aStreamThatIsMadeAnewIsReadFromItsBeginning() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 20);
			Worker worker = application.bean(Worker.class);
			TestApplication.await(() -> worker.seen.size() == 20);
			awaitSettled();
			application.listener("worker").pause();
			application.listener("worker").resume();
			application.awaitState("worker", ListenerState.RUNNING);
			this.management.deleteStream("J");
			application.awaitState("worker", ListenerState.WAITING);
			createStream(this.management, 1);
			publish(application, 20, 25);
			TestApplication.await(() -> worker.seen.size() == 25);
			awaitSettled();
		}
	}

	@Test
	void messagesThatAreNeverSettledMakeRoomAfterTheLongestLease() {
		try (TestApplication application = application(ForgetsToSettle.class)
			.property("nats.listener.max-in-flight", "2")
			.property("nats.listener.max-lease", "300ms")
			.property("nats.listener.ack-wait", "10m")
			.start(server.url())) {
			publish(application, 0, 10);
			TestApplication.await(() -> application.bean(ForgetsToSettle.class).seen.size() == 10);
			Thread closing = new Thread(application::close);
			closing.start();
			TestApplication.await(() -> !closing.isAlive());
		}
	}

	@Test
	void anExistingConsumerIsUsedAsItIs() throws Exception {
		this.management.createConsumer("J",
				io.nats.client.api.ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.ackWait(Duration.ofSeconds(77))
					.maxDeliver(3)
					.build());
		try (TestApplication application = application(Worker.class).start(server.url())) {
			publish(application, 0, 3);
			TestApplication.await(() -> application.bean(Worker.class).seen.size() == 3);
			assertThat(consumer().getConsumerConfiguration().getAckWait()).isEqualTo(Duration.ofSeconds(77));
			assertThat(consumer().getConsumerConfiguration().getMaxDeliver()).isEqualTo(3);
		}
	}

	@Test
	void aKilledServerLosesNothing() {
		// an acknowledgement that the kill lost is sent again: nothing waits for this ack
		// wait
		try (TestApplication application = application(Worker.class).property("nats.listener.ack-wait", "10m")
			.start(server.url())) {
			publish(application, 0, 50);
			Worker worker = application.bean(Worker.class);
			TestApplication.await(() -> worker.seen.size() == 50);
			server.kill();
			application.awaitState("worker", ListenerState.WAITING);
			server.restart();
			application.awaitState("worker", ListenerState.RUNNING);
			publish(application, 50, 100);
			TestApplication.await(() -> worker.seen.size() == 100);
			awaitSettled();
		}
	}

	@Test
	void aFrozenServerLosesNothing() {
		try (TestApplication application = application(Worker.class).property("nats.ping-interval", "200ms")
			.property("nats.pool.health-check-interval", "200ms")
			.start(server.url())) {
			publish(application, 0, 10);
			Worker worker = application.bean(Worker.class);
			TestApplication.await(() -> worker.seen.size() == 10);
			server.pause();
			try {
				application.awaitState("worker", ListenerState.WAITING);
			}
			finally {
				server.resume();
			}
			application.awaitState("worker", ListenerState.RUNNING);
			publish(application, 10, 20);
			TestApplication.await(() -> worker.seen.size() == 20);
			awaitSettled();
		}
	}

	@Test
	void aPlainMessageIntoThePullInboxIsIgnored() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			List<String> inboxes = Collections.synchronizedList(new ArrayList<>());
			this.connection.createDispatcher((message) -> inboxes.add(message.getReplyTo()))
				.subscribe("$JS.API.CONSUMER.MSG.NEXT.J.worker");
			this.connection.flush(Duration.ofSeconds(5));
			application.listener("worker").pause();
			application.listener("worker").resume();
			TestApplication.await(() -> !inboxes.isEmpty());
			this.connection.publish(inboxes.get(0), new byte[] { 1 });
			publish(application, 0, 1);
			TestApplication.await(() -> application.bean(Worker.class).seen.size() == 1);
		}
	}

	@Test
	void leaderChangesLoseNothing() throws Exception {
		try (EmbeddedNatsCluster cluster = EmbeddedNatsCluster.start()) {
			Connection toCluster = Nats
				.connect(Options.builder().servers(cluster.servers().toArray(String[]::new)).build());
			createStream(toCluster.jetStreamManagement(), 3);
			try (TestApplication application = application(Worker.class)
				.start(cluster.servers().toArray(String[]::new))) {
				publish(application, 0, 20);
				Worker worker = application.bean(Worker.class);
				TestApplication.await(() -> worker.seen.size() == 20);
				cluster.stepDownConsumerLeader("J", "worker");
				publish(application, 20, 40);
				TestApplication.await(() -> worker.seen.size() == 40);
				EmbeddedNatsServer leader = cluster.leaderOfConsumer("J", "worker");
				leader.kill();
				for (int i = 40; i < 60; i++) {
					publishUntilAccepted(application, i);
				}
				TestApplication.await(() -> worker.seen.size() == 60);
			}
			finally {
				toCluster.close();
			}
		}
	}

	private static void publishUntilAccepted(TestApplication application, int number) {
		TestApplication.await(() -> {
			try {
				application.nats()
					.to("j.work")
					.payload(Integer.toString(number))
					.messageId("n" + number)
					.timeout(Duration.ofSeconds(1))
					.publish();
				return true;
			}
			catch (dev.natsboot.core.NatsException ex) {
				return false;
			}
		});
	}

	static class Worker {

		final Map<String, Boolean> seen = new ConcurrentHashMap<>();

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) {
			this.deliveries.incrementAndGet();
			this.seen.put(payload, true);
		}

	}

	static class Elsewhere {

		@NatsListener(stream = "J", subjects = "k.work", durable = "elsewhere", id = "elsewhere")
		void handle(String payload) {
		}

	}

	static class ForgetsToSettle {

		final Map<String, Boolean> seen = new ConcurrentHashMap<>();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload, Acknowledgment acknowledgment) {
			this.seen.put(payload, true);
		}

	}

	static class Failing {

		final AtomicInteger deliveries = new AtomicInteger();

		final List<Long> at = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload) {
			this.deliveries.incrementAndGet();
			this.at.add(System.nanoTime());
			throw new IllegalStateException("failing");
		}

	}

	static class FailsOnce {

		final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

		final Map<String, Boolean> succeeded = new ConcurrentHashMap<>();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload) {
			if (this.attempts.computeIfAbsent(payload, (key) -> new AtomicInteger()).incrementAndGet() == 1) {
				throw new IllegalStateException("failing once");
			}
			this.succeeded.put(payload, true);
		}

	}

	static class Later {

		volatile CompletableFuture<Void> future;

		@NatsListener(subjects = "j.work", durable = "worker")
		CompletableFuture<Void> handle(String payload) {
			this.future = new CompletableFuture<>();
			return this.future;
		}

	}

	record Number(int value) {

	}

	static class Numbers {

		final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(Number number) {
			this.seen.add(number.value());
		}

	}

	static class Answers {

		@NatsListener(subjects = "j.work", durable = "worker", id = "answers")
		@SendTo("j.result")
		String handle(String payload) {
			return "result " + payload;
		}

	}

	static class Slow {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) throws InterruptedException {
			this.deliveries.incrementAndGet();
			this.begun.countDown();
			this.mayEnd.await();
		}

	}

}

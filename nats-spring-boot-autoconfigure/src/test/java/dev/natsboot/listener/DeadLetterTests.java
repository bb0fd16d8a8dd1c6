package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.RawMessage;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsException;
import dev.natsboot.deadletter.DeadLetter;
import dev.natsboot.deadletter.DeadLetterHeaders;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that are given up are kept, and can be put back.
 */
class DeadLetterTests extends JetStreamTestBase {

	private static List<DeadLetter> letters(TestApplication application) {
		return application.bean(DeadLetters.class).list(1, 100);
	}

	private static DeadLetter awaitLetter(TestApplication application) {
		eventually(() -> letters(application).size() == 1);
		return letters(application).get(0);
	}

	@Test
	void carriesWhereItCameFromAndWhy() {
		try (TestApplication application = application(Failing.class).property("nats.listener.max-deliveries", "3")
			.start(server.url())) {
			application.nats()
				.to("j.work")
				.payload("the payload")
				.header("Region", "eu", "us")
				.header("authorization", "Bearer secret")
				.messageId("id-1")
				.publish();
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			assertThat(application.bean(Failing.class).deliveries).hasValue(3);
			assertThat(letter.data()).isEqualTo("the payload".getBytes(StandardCharsets.UTF_8));
			assertThat(letter.subject()).isEqualTo("j.work");
			assertThat(letter.consumer()).isEqualTo("worker");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.STREAM)).isEqualTo("J");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.SEQUENCE)).isEqualTo("1");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("3");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.LISTENER)).isEqualTo("failing");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.PUBLISHED_AT)).endsWith("Z");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.FAILED_AT)).endsWith("Z");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.EXCEPTION))
				.isEqualTo("java.lang.IllegalStateException");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.MESSAGE)).startsWith("two?lines ?").hasSize(512);
			assertThat(letter.headers().get("Region")).containsExactly("eu", "us");
			assertThat(letter.headers().getFirst("Content-Type")).startsWith("text/plain");
			assertThat(letter.headers().getFirst("Original-Nats-Msg-Id")).isEqualTo("id-1");
			assertThat(letter.headers().containsKeyIgnoreCase("Authorization")).isFalse();
		}
	}

	@Test
	void aPoisonMessageBecomesOneAtOnce() throws Exception {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			application.nats().publish("j.work", "{not json".getBytes(StandardCharsets.UTF_8));
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			assertThat(letter.headers().getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("1");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.MESSAGE)).doesNotContain("not json");
			assertThat(consumer().getRedelivered()).isZero();
		}
	}

	@Test
	void whileItCannotBeWrittenTheMessageIsNotGivenUp() throws Exception {
		try (TestApplication application = application(Numbers.class).property("nats.template.timeout", "1s")
			.start(server.url())) {
			this.management.deleteStream("DEAD_LETTERS");
			application.nats().publish("j.work", "{not json".getBytes(StandardCharsets.UTF_8));
			eventually(() -> consumer().getNumAckPending() == 1);
			TestApplication.pass(java.time.Duration.ofSeconds(2));
			assertThat(consumer().getNumAckPending()).isEqualTo(1);
			this.management
				.addStream(StreamConfiguration.builder().name("DEAD_LETTERS").subjects("dead-letters.>").build());
			awaitLetter(application);
			awaitSettled();
		}
	}

	@Test
	void aMessageThatNobodySurvivesBecomesOneWithoutAnotherHandlerCall() {
		try (TestApplication application = application(NeverReturns.class).property("nats.listener.max-deliveries", "2")
			.property("nats.listener.ack-wait", "500ms")
			.property("nats.listener.max-lease", "1ms")
			.start(server.url())) {
			application.nats().publish("j.work", "deadly");
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.headers().getFirst(DeadLetterHeaders.EXCEPTION)).startsWith("none");
			assertThat(application.bean(NeverReturns.class).deliveries).hasValue(2);
			application.bean(NeverReturns.class).mayEnd.countDown();
			awaitSettled();
		}
	}

	@Test
	void theServersAdvisoryIsHeardWhereTheConsumerDeliversLess() throws Exception {
		this.management.createConsumer("J",
				ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.ackWait(500)
					.maxDeliver(2)
					.build());
		try (TestApplication application = application(NeverReturns.class).property("nats.listener.max-lease", "1ms")
			.property("nats.listener.ack-wait", "500ms")
			.start(server.url())) {
			RawMessage.publish(server.port(), "j.work", "NATS/1.0\r\nText: Gr\u00fc\u00dfe\r\n\r\n", "deadly");
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.headers().getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("2");
			assertThat(letter.headers().getFirst("Text")).isEqualTo("Gr%C3%BC%C3%9Fe");
			assertThat(letter.data()).isEqualTo("deadly".getBytes(StandardCharsets.UTF_8));
			application.bean(NeverReturns.class).mayEnd.countDown();
		}
	}

	@Test
	void nothingIsPutBackToTheServersOwnSubjects() {
		try (TestApplication application = application(FailsWhileTold.class)
			.property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			application.nats().publish("j.work", "a");
			awaitLetter(application);
			long forged = application.nats()
				.to("dead-letters.any.body")
				.payload("{}")
				.header(DeadLetterHeaders.SUBJECT, "$JS.API.STREAM.PURGE.ANY")
				.publish()
				.getSeqno();
			assertThatExceptionOfType(NatsException.class)
				.isThrownBy(() -> application.bean(DeadLetters.class).redrive(forged))
				.withMessageContaining("own subjects");
		}
	}

	@Test
	void oneIsPutBackAndHandled() {
		try (TestApplication application = application(FailsWhileTold.class)
			.property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			FailsWhileTold handler = application.bean(FailsWhileTold.class);
			application.nats().to("j.work").payload("a").header("Region", "eu").messageId("a").publish();
			DeadLetter letter = awaitLetter(application);
			handler.failing = false;
			application.bean(DeadLetters.class).redrive(letter.sequence());
			TestApplication.await(() -> handler.succeeded.get() == 1);
			assertThat(handler.region).isEqualTo("eu");
			assertThat(letters(application)).isEmpty();
			assertThatExceptionOfType(NatsException.class)
				.isThrownBy(() -> application.bean(DeadLetters.class).redrive(letter.sequence()))
				.withMessageContaining("no dead letter " + letter.sequence());
		}
	}

	@Test
	void allThatSatisfyAConditionArePutBack() {
		try (TestApplication application = application(FailsWhileTold.class)
			.property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			FailsWhileTold handler = application.bean(FailsWhileTold.class);
			publish(application, 0, 10);
			eventually(() -> letters(application).size() == 10);
			handler.failing = false;
			long count = application.bean(DeadLetters.class)
				.redriveAll((letter) -> new String(letter.data(), StandardCharsets.UTF_8).compareTo("5") < 0);
			assertThat(count).isEqualTo(5);
			TestApplication.await(() -> handler.succeeded.get() == 5);
			assertThat(letters(application)).hasSize(5);
		}
	}

	@Test
	void aFailingListenerOfDeadLettersMakesNoMoreOfThem() {
		try (TestApplication application = application(Failing.class, FailsOnDeadLetters.class)
			.property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			publish(application, 0, 1);
			FailsOnDeadLetters second = application.bean(FailsOnDeadLetters.class);
			TestApplication.await(() -> second.deliveries.get() == 1);
			eventually(() -> this.management.getConsumerInfo("DEAD_LETTERS", "mourner").getNumAckPending() == 0);
			assertThat(letters(application)).hasSize(1);
		}
	}

	@Test
	void theNamingPolicyDoesNotConcernIt() {
		try (TestApplication application = application(Failing.class).property("nats.listener.max-deliveries", "1")
			.property("nats.subject.naming.enabled", "true")
			.property("nats.subject.naming.min-tokens", "2")
			.start(server.url())) {
			publish(application, 0, 1);
			assertThat(awaitLetter(application).subject()).isEqualTo("j.work");
		}
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		try (TestApplication application = application(Numbers.class)
			.property("nats.listener.dead-letter.enabled", "false")
			.start(server.url())) {
			application.nats().publish("j.work", "{not json".getBytes(StandardCharsets.UTF_8));
			eventually(() -> consumer().getDelivered().getConsumerSequence() == 1);
			awaitSettled();
			assertThat(this.management.getStreamNames()).containsExactly("J");
		}
	}

	static class Failing {

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker", id = "failing")
		void handle(String payload) {
			this.deliveries.incrementAndGet();
			throw new IllegalStateException("two\nlines \u00e9" + "x".repeat(1000));
		}

	}

	static class FailsOnDeadLetters {

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(stream = "DEAD_LETTERS", durable = "mourner")
		void handle(byte[] payload) {
			this.deliveries.incrementAndGet();
			throw new IllegalStateException("failing");
		}

	}

	record Number(int value) {

	}

	static class Numbers {

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(Number number) {
		}

	}

	static class NeverReturns {

		final AtomicInteger deliveries = new AtomicInteger();

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener(subjects = "j.work", durable = "worker", concurrency = "4")
		void handle(String payload) throws InterruptedException {
			this.deliveries.incrementAndGet();
			this.mayEnd.await();
		}

	}

	static class FailsWhileTold {

		volatile boolean failing = true;

		volatile String region;

		final AtomicInteger succeeded = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(io.nats.client.Message message) {
			if (this.failing) {
				throw new IllegalStateException("failing");
			}
			this.region = (message.getHeaders() != null) ? message.getHeaders().getFirst("Region") : null;
			this.succeeded.incrementAndGet();
		}

	}

}

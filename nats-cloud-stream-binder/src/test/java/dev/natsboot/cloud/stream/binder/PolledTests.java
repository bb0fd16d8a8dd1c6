package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.stream.binder.PollableMessageSource;
import org.springframework.cloud.stream.binder.RequeueCurrentMessageException;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.integration.StaticMessageHeaderAccessor;
import org.springframework.integration.acks.AcknowledgmentCallback;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of bindings whose messages the application asks for.
 */
class PolledTests {

	private static TestApplication application;

	private static PollableMessageSource polled;

	@BeforeAll
	static void start() {
		application = TestApplication.with()
			.property("spring.cloud.stream.pollable-source", "polled")
			.input("polled-in-0", "poll.work", "worker")
			.binding("polled-in-0", "consumer.max-attempts", 2)
			.start();
		polled = application.bean(PollableMessageSource.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static void poll(MessageHandler handler) {
		TestApplication.eventually(() -> polled.poll(handler, new ParameterizedTypeReference<String>() {
		}));
	}

	@Test
	void messagesAreTakenOneByOneAndSettledByWhatBecameOfThem() throws Exception {
		for (int i = 0; i < 3; i++) {
			application.nats().publish("poll.work", "m" + i);
		}
		List<Object> taken = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			poll((message) -> taken.add(message.getPayload()));
		}
		assertThat(taken).containsExactly("m0", "m1", "m2");
		application.awaitSettled("poll%2Ework", "worker");
		assertThat(polled.poll((message) -> taken.add(message.getPayload()))).isFalse();

		requeuedComesAgain();
		settledByHandLater();
		failedBecomesADeadLetter();
	}

	private static void requeuedComesAgain() {
		application.nats().publish("poll.work", "requeue");
		AtomicInteger calls = new AtomicInteger();
		poll((message) -> {
			calls.incrementAndGet();
			throw new RequeueCurrentMessageException(new IllegalStateException("later"));
		});
		assertThat(calls).hasValue(2);
		poll((message) -> assertThat(message.getHeaders()).containsEntry(NatsHeaders.DELIVERIES, 2L));
		application.awaitSettled("poll%2Ework", "worker");
	}

	private static void settledByHandLater() throws Exception {
		application.nats().publish("poll.work", "later");
		List<AcknowledgmentCallback> callbacks = new ArrayList<>();
		poll((message) -> {
			AcknowledgmentCallback callback = callback(message);
			callback.noAutoAck();
			callbacks.add(callback);
		});
		assertThat(application.consumer("poll%2Ework", "worker").getNumAckPending()).isEqualTo(1);
		callbacks.get(0).acknowledge(AcknowledgmentCallback.Status.REQUEUE);
		poll((message) -> assertThat(message.getPayload()).isEqualTo("later"));
		application.awaitSettled("poll%2Ework", "worker");
	}

	private static void failedBecomesADeadLetter() throws Exception {
		application.nats().publish("poll.work", "bad");
		AtomicInteger calls = new AtomicInteger();
		TestApplication.eventually(() -> {
			try {
				polled.poll((message) -> {
					calls.incrementAndGet();
					throw new IllegalStateException("no");
				});
			}
			catch (RuntimeException ex) {
				// told to whoever polls
			}
			return calls.get() > 0;
		});
		assertThat(calls).hasValue(2);
		TestApplication.eventually(() -> application.last("DEAD_LETTERS", "dead-letters.poll%2Ework.worker") != null);
		assertThat(application.last("DEAD_LETTERS", "dead-letters.poll%2Ework.worker").getData()).asString()
			.isEqualTo("bad");
	}

	private static AcknowledgmentCallback callback(Message<?> message) {
		return StaticMessageHeaderAccessor.getAcknowledgmentCallback(message);
	}

}

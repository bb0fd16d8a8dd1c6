package dev.natsboot.listener;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.jetstream.DeliverFrom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replay listeners that read on elsewhere in their stream.
 */
class ReplaySeekTests extends JetStreamTestBase {

	private static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(Integer::toString).toList();
	}

	private static TestApplication start(String deliver) {
		return application(Reads.class).property("deliver", deliver).start(server.url());
	}

	private static void awaitSeen(TestApplication application, List<String> expected) {
		Reads reads = application.bean(Reads.class);
		TestApplication.await(() -> reads.seen.size() >= expected.size());
		assertThat(reads.seen).isEqualTo(expected);
		reads.seen.clear();
	}

	@Test
	void readsOnFromAnywhere() throws Exception {
		try (TestApplication application = start("all")) {
			NatsListenerContainer listener = application.listener("reads");
			publish(application, 0, 10);
			TestApplication.await(() -> application.bean(Reads.class).seen.size() == 10);
			Instant between = Instant.now();
			publish(application, 10, 20);
			awaitSeen(application, numbers(0, 20));
			listener.seek(DeliverFrom.ALL);
			awaitSeen(application, numbers(0, 20));
			listener.seek(DeliverFrom.after(15));
			awaitSeen(application, numbers(15, 20));
			listener.seek(DeliverFrom.at(between));
			awaitSeen(application, numbers(10, 20));
			listener.seek(DeliverFrom.LAST);
			awaitSeen(application, numbers(19, 20));
			listener.seek(DeliverFrom.NEW);
			publish(application, 20, 25);
			awaitSeen(application, numbers(20, 25));
			assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
			eventually(() -> this.management.getConsumerNames("J").size() == 1);
		}
	}

	@Test
	void beginsNothingOfTheOldPlaceAfterwards() {
		try (TestApplication application = start("all")) {
			Reads reads = application.bean(Reads.class);
			reads.gate = new CountDownLatch(1);
			publish(application, 0, 100);
			TestApplication.await(() -> reads.gate.getCount() == 1 && reads.begun);
			application.listener("reads").seek(DeliverFrom.after(90));
			reads.gate.countDown();
			List<String> expected = new ArrayList<>(List.of("0"));
			expected.addAll(numbers(90, 100));
			awaitSeen(application, expected);
		}
	}

	@Test
	void theHandlerItselfSeeks() {
		try (TestApplication application = start("all")) {
			application.bean(Reads.class).backAt = "5";
			publish(application, 0, 10);
			List<String> expected = new ArrayList<>(numbers(0, 6));
			expected.addAll(numbers(0, 10));
			awaitSeen(application, expected);
		}
	}

	@Test
	void aFailingMessageIsLeft() {
		try (TestApplication application = application(Reads.class).property("deliver", "all")
			.property("nats.listener.retry.initial", "1h")
			.property("nats.listener.retry.max", "1h")
			.start(server.url())) {
			Reads reads = application.bean(Reads.class);
			reads.failAt = "3";
			publish(application, 0, 10);
			TestApplication.await(() -> reads.seen.contains("3"));
			application.listener("reads").seek(DeliverFrom.after(4));
			List<String> expected = new ArrayList<>(numbers(0, 4));
			expected.addAll(numbers(4, 10));
			awaitSeen(application, expected);
		}
	}

	@Test
	void beginsThereWhenItIsServedAgain() {
		try (TestApplication application = start("all")) {
			NatsListenerContainer listener = application.listener("reads");
			publish(application, 0, 10);
			awaitSeen(application, numbers(0, 10));
			listener.pause();
			listener.seek(DeliverFrom.after(5));
			assertThat(application.bean(Reads.class).seen).isEmpty();
			listener.resume();
			awaitSeen(application, numbers(5, 10));
			listener.stop();
			listener.seek(DeliverFrom.after(8));
			listener.start();
			awaitSeen(application, numbers(8, 10));
		}
	}

	@Test
	void newDoesNotBecomeNewerInAnOutage() {
		try (TestApplication application = start("new")) {
			server.kill();
			application.awaitState("reads", ListenerState.WAITING);
			server.restart();
			eventually(() -> {
				this.connection.jetStream().publish("j.work", new byte[] { '7' });
				return true;
			});
			TestApplication.await(() -> !application.bean(Reads.class).seen.isEmpty());
			assertThat(application.bean(Reads.class).seen).contains("7");
		}
	}

	@Test
	void whatIsPublishedWhileAListenerForNewMessagesPausesIsRead() {
		try (TestApplication application = start("new")) {
			application.listener("reads").pause();
			publish(application, 0, 5);
			application.listener("reads").resume();
			awaitSeen(application, numbers(0, 5));
		}
	}

	@Test
	void onlyReplayListenersSeek() {
		try (TestApplication application = application(Durable.class).start(server.url())) {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> application.listener("durable").seek(DeliverFrom.ALL))
				.withMessageContaining("'durable'");
		}
	}

	static class Reads {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		volatile CountDownLatch gate = new CountDownLatch(0);

		volatile boolean begun;

		volatile String backAt = "";

		volatile String failAt = "";

		@NatsListener(stream = "J", subjects = "j.work", deliver = "${deliver}", id = "reads")
		void handle(String payload, ReplayControl control) throws InterruptedException {
			this.begun = true;
			this.gate.await();
			this.seen.add(payload);
			if (payload.equals(this.failAt)) {
				throw new IllegalStateException("failing");
			}
			if (payload.equals(this.backAt)) {
				this.backAt = "";
				control.seek(DeliverFrom.ALL);
			}
		}

	}

	static class Durable {

		@NatsListener(subjects = "j.work", durable = "worker", id = "durable")
		void handle(String payload) {
		}

	}

}

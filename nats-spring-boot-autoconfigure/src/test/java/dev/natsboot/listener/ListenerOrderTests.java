package dev.natsboot.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.deadletter.DeadLetters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The orders that JetStream listeners keep, and how many messages they handle at once.
 */
class ListenerOrderTests extends JetStreamTestBase {

	private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

	private static final int PER_KEY = 30;

	private static List<String> numbers() {
		return IntStream.range(0, PER_KEY).mapToObj(Integer::toString).toList();
	}

	private static void publishKeys(TestApplication application) {
		for (int i = 0; i < PER_KEY; i++) {
			for (String key : KEYS) {
				application.nats().to("j." + key).payload(Integer.toString(i)).header("Key", key).publish();
			}
		}
	}

	@Test
	void theOrderOfEachSubjectHoldsThroughRetries() {
		try (TestApplication application = application(PerSubject.class).start(server.url())) {
			PerSubject handler = application.bean(PerSubject.class);
			publishKeys(application);
			TestApplication.await(() -> handler.record.handled() == KEYS.size() * PER_KEY);
			awaitSettled();
			KEYS.forEach((key) -> assertThat(handler.record.of("j." + key)).isEqualTo(numbers()));
			assertThat(handler.record.threads).hasSizeGreaterThan(1);
		}
	}

	@Test
	void theOrderOfEachKeyHoldsThroughRetriesAndFutures() {
		try (TestApplication application = application(PerKey.class).start(server.url())) {
			PerKey handler = application.bean(PerKey.class);
			publishKeys(application);
			TestApplication.await(() -> handler.record.handled() == KEYS.size() * PER_KEY);
			awaitSettled();
			KEYS.forEach((key) -> assertThat(handler.record.of(key)).isEqualTo(numbers()));
		}
	}

	@Test
	void aMessageThatIsGivenUpLetsTheNextPass() {
		try (TestApplication application = application(GivesUp.class).property("nats.listener.max-deliveries", "2")
			.start(server.url())) {
			GivesUp handler = application.bean(GivesUp.class);
			publish(application, 0, 10);
			TestApplication.await(() -> handler.record.handled() == 9);
			awaitSettled();
			assertThat(handler.record.of("j.work")).doesNotContain("3").isSortedAccordingTo(String::compareTo);
			assertThat(application.bean(DeadLetters.class).list(1, 10)).hasSize(1);
		}
	}

	@Test
	void strictOrderHoldsAcrossInstances() {
		Record.SHARED.clear();
		try (TestApplication first = application(Strict.class).start(server.url());
				TestApplication second = application(Strict.class).start(server.url())) {
			publish(first, 0, PER_KEY);
			TestApplication.await(() -> Record.SHARED.size() == PER_KEY);
			awaitSettled();
			assertThat(Record.SHARED).isEqualTo(numbers());
		}
	}

	@Test
	void workersFollowTheBacklog() {
		try (TestApplication application = application(Elastic.class).start(server.url())) {
			publish(application, 0, 8);
			TestApplication.await(() -> application.bean(Elastic.class).atOnce.getCount() == 0);
			awaitSettled();
		}
	}

	@Test
	void stoppingHandsBackInOrder() {
		Record.SHARED.clear();
		TestApplication first = application(StopsInRetry.class).property("nats.listener.retry.initial", "10m")
			.property("nats.listener.retry.max", "10m")
			.start(server.url());
		publish(first, 0, 10);
		TestApplication.await(() -> first.bean(StopsInRetry.class).failed.getCount() == 0);
		first.close();
		try (TestApplication second = application(Strict.class).start(server.url())) {
			TestApplication.await(() -> Record.SHARED.size() == 10);
			assertThat(Record.SHARED).isSortedAccordingTo(String::compareTo);
		}
	}

	/**
	 * What was handled, by key and in the order of success; each third message fails at
	 * its first try.
	 */
	static class Record {

		static final List<String> SHARED = Collections.synchronizedList(new ArrayList<>());

		final Map<String, List<String>> byKey = new ConcurrentHashMap<>();

		final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		private final Set<String> failed = ConcurrentHashMap.newKeySet();

		void handle(String key, String payload) {
			this.threads.add(Thread.currentThread());
			if (Integer.parseInt(payload) % 3 == 0 && this.failed.add(key + payload)) {
				throw new IllegalStateException("failing once");
			}
			this.byKey.computeIfAbsent(key, (any) -> Collections.synchronizedList(new ArrayList<>())).add(payload);
		}

		List<String> of(String key) {
			return this.byKey.get(key);
		}

		int handled() {
			return this.byKey.values().stream().mapToInt(List::size).sum();
		}

	}

	static class PerSubject {

		final Record record = new Record();

		@NatsListener(subjects = "j.*", durable = "worker", concurrency = "4", order = "subject")
		void handle(io.nats.client.Message message, String payload) {
			this.record.handle(message.getSubject(), payload);
		}

	}

	static class PerKey {

		final Record record = new Record();

		@NatsListener(subjects = "j.{kind}", durable = "worker", concurrency = "3",
				orderKey = "header('Key') + token('kind') + token(2)")
		CompletableFuture<Void> handle(io.nats.client.Message message, String payload) {
			return CompletableFuture.runAsync(() -> this.record.handle(message.getHeaders().getFirst("Key"), payload));
		}

	}

	static class GivesUp {

		final Record record = new Record();

		@NatsListener(subjects = "j.work", durable = "worker", concurrency = "2", order = "subject")
		void handle(io.nats.client.Message message, String payload) {
			if (payload.equals("3")) {
				throw new IllegalStateException("always failing");
			}
			this.record.handle(message.getSubject(), payload);
		}

	}

	static class Strict {

		private final Set<String> failed = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "j.work", durable = "worker", order = "strict")
		void handle(String payload) {
			if (Integer.parseInt(payload) % 5 == 0 && this.failed.add(payload)) {
				throw new IllegalStateException("failing once");
			}
			Record.SHARED.add(payload);
		}

	}

	static class StopsInRetry {

		final CountDownLatch failed = new CountDownLatch(1);

		@NatsListener(subjects = "j.work", durable = "worker", order = "strict")
		void handle(String payload) {
			this.failed.countDown();
			throw new IllegalStateException("always failing");
		}

	}

	static class Elastic {

		final CountDownLatch atOnce = new CountDownLatch(4);

		@NatsListener(subjects = "j.work", durable = "worker", concurrency = "1-4")
		void handle(String payload) throws InterruptedException {
			this.atOnce.countDown();
			this.atOnce.await();
		}

	}

}

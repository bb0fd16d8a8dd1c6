package dev.natsboot.once;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.api.KeyValueStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of handlers whose processed ids are in a bucket, counted.
 */
class KvExactlyOnceTests extends OnceTestBase {

	static final Map<String, AtomicInteger> EFFECTS = new ConcurrentHashMap<>();

	private static final ProcessedId ID = new ProcessedId("default", "O", "kv", "id");

	@BeforeEach
	void forget() {
		EFFECTS.clear();
	}

	@Test
	void aMessageThatComesAgainHasOneEffect() throws Exception {
		try (TestApplication application = application(Counts.class, LosesTheFirstSettlement.class)
			.property("nats.once.retention", "1h")
			.start(server.url())) {
			publish(application, 0, 50);
			eventually(() -> application.bean(LosesTheFirstSettlement.class).deliveries.get() >= 100);
			awaitSettled("kv");
			assertOneEffectEach(50);
			KeyValueStatus status = this.connection.keyValueManagement().getStatus("nats-processed-ids");
			assertThat(status.getTtl()).isEqualTo(Duration.ofHours(1));
			assertThat(status.getEntryCount()).isEqualTo(50);
		}
	}

	@Test
	void aFutureIsWaitedForBeforeTheIdIsKept() {
		try (TestApplication application = application(Later.class, LosesTheFirstSettlement.class)
			.start(server.url())) {
			publish(application, 0, 20);
			eventually(() -> application.bean(LosesTheFirstSettlement.class).deliveries.get() >= 60);
			awaitSettled("later");
			// each failed once by its own future, then had its effect, then came again
			assertOneEffectEach(20);
		}
	}

	@Test
	void theServerIsKilledWhileTwoInstancesWork() {
		try (TestApplication one = application(Counts.class).start(server.url());
				TestApplication other = application(Counts.class).start(server.url())) {
			publish(one, 0, 300);
			for (int kill = 1; kill < 4; kill++) {
				int handled = kill * 50;
				eventually(() -> EFFECTS.size() >= handled);
				server.kill();
				server.restart();
			}
			eventually(() -> EFFECTS.size() == 300);
			awaitSettled("kv");
			assertOneEffectEach(300);
		}
	}

	@Test
	void aRollingRestartUnderLoad() {
		TestApplication one = application(Counts.class).property("nats.listener.concurrency", 4).start(server.url());
		TestApplication two = application(Counts.class).property("nats.listener.concurrency", 4).start(server.url());
		publish(one, 0, 200);
		one.close();
		TestApplication three = application(Counts.class).start(server.url());
		publish(three, 200, 400);
		two.close();
		try (three) {
			eventually(() -> EFFECTS.size() == 400);
			awaitSettled("kv");
			assertOneEffectEach(400);
		}
	}

	@Test
	void aClaimIsKeptAsLongAsTheHandlerIsBusyAndExpiresWithItsProcess() throws Exception {
		KvProcessedIds one = store();
		KvProcessedIds other = store();
		CountDownLatch go = new CountDownLatch(1);
		Callable<CompletionStage<?>> handler = handler();
		CompletableFuture<?> busy = CompletableFuture.runAsync(() -> {
			try {
				one.once(ID, () -> {
					EFFECTS.computeIfAbsent("begun", (key) -> new AtomicInteger()).incrementAndGet();
					go.await(30, TimeUnit.SECONDS);
					return null;
				});
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		try {
			eventually(() -> EFFECTS.containsKey("begun"));
			long begin = System.nanoTime();
			while (System.nanoTime() - begin < Duration.ofSeconds(5).toNanos()) {
				assertThatExceptionOfType(InProcessElsewhereException.class).isThrownBy(() -> other.once(ID, handler));
			}
			one.destroy();
			eventually(() -> other.once(ID, handler) == null);
			assertThat(EFFECTS.get("id")).hasValue(1);
		}
		finally {
			go.countDown();
			busy.join();
			other.destroy();
		}
	}

	@Test
	void anIdThatWasGivenFreeIsHandledAgainAndOneThatIsKeptIsNot() throws Exception {
		KvProcessedIds store = store();
		Callable<CompletionStage<?>> handler = handler();
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.once(ID, () -> {
				throw new IllegalStateException("fails");
			}));
		}
		assertThat(store.once(ID, handler)).isNull();
		assertThat(store.once(ID, handler)).isNull();
		assertThat(store.once(new ProcessedId("default", "O", "kv2", "id"), handler)).isNull();
		assertThat(EFFECTS.get("id")).hasValue(2);
		store.destroy();
	}

	@Test
	void aDeadLetterThatIsPutBackIsHandledByTheOneThatFailedOnly() {
		try (TestApplication application = application(Counts.class, GivesUp.class)
			.property("nats.listener.max-deliveries", 1)
			.start(server.url())) {
			application.nats().publish("o.work", "0");
			DeadLetters deadLetters = application.bean(DeadLetters.class);
			eventually(() -> deadLetters.list(1, 10).size() == 1);
			awaitSettled("kv");
			application.bean(GivesUp.class).mended = true;
			deadLetters.redriveAll((letter) -> true);
			eventually(() -> application.bean(GivesUp.class).effects.get() == 1);
			awaitSettled("kv");
			awaitSettled("gives-up");
			assertOneEffectEach(1);
		}
	}

	private KvProcessedIds store() {
		return new KvProcessedIds((name) -> this.connection,
				new KvSettings("test-ids", Duration.ofHours(1), Duration.ofSeconds(3)));
	}

	private static Callable<CompletionStage<?>> handler() {
		return () -> {
			EFFECTS.computeIfAbsent("id", (key) -> new AtomicInteger()).incrementAndGet();
			return null;
		};
	}

	private static void assertOneEffectEach(int messages) {
		assertThat(EFFECTS).hasSize(messages).allSatisfy((message, effects) -> assertThat(effects).hasValue(1));
	}

	static void effect(String message) {
		EFFECTS.computeIfAbsent(message, (key) -> new AtomicInteger()).incrementAndGet();
	}

	static class Counts {

		@ExactlyOnce(store = "kv")
		@NatsListener(subjects = "o.work", durable = "kv")
		void handle(String payload) {
			effect(payload);
		}

	}

	static class Later {

		@ExactlyOnce(store = "${store:kv}")
		@NatsListener(subjects = "o.work", durable = "later")
		CompletableFuture<Void> handle(String payload, io.nats.client.Message message) {
			return CompletableFuture.runAsync(() -> {
				if (message.metaData().deliveredCount() == 1) {
					throw new IllegalStateException("before its effect");
				}
				effect(payload);
			});
		}

	}

	static class GivesUp {

		final AtomicInteger effects = new AtomicInteger();

		volatile boolean mended;

		@ExactlyOnce(store = "kv")
		@NatsListener(subjects = "o.work", durable = "gives-up")
		void handle(String payload) {
			if (!this.mended) {
				throw new IllegalStateException("not yet");
			}
			this.effects.incrementAndGet();
		}

	}

}

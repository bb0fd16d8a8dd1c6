package dev.natsboot.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that say that a listener has nothing to do, and that it has something again.
 */
class IdleEventTests extends JetStreamTestBase {

	private static Events events(TestApplication application) {
		return application.bean(Events.class);
	}

	@Test
	void areToldOnceForSubscriptionsAndConsumers() {
		try (TestApplication application = application(Events.class, Listening.class)
			.property("nats.listener.idle-event-after", "500ms")
			.start(server.url())) {
			TestApplication.await(() -> events(application).of("core").size() == 1);
			TestApplication.await(() -> events(application).of("consumer").size() == 1);
			assertThat(events(application).all).contains(
					new NatsListenerEvent.Idle(application.listener("core").description(), Duration.ofMillis(500)));
			application.nats().send("core", "x");
			publish(application, 0, 1);
			for (String id : List.of("core", "consumer")) {
				TestApplication.await(() -> events(application).of(id).size() == 3);
				assertThat(events(application).of(id)).containsExactly("Idle", "NoLongerIdle", "Idle");
			}
			TestApplication.pass(Duration.ofMillis(1200));
			assertThat(events(application).of("core")).hasSize(3);
			assertThat(events(application).of("consumer")).hasSize(3);
			assertThat(events(application).of("seldom")).isEmpty();
		}
	}

	@Test
	void aBusyPausedOrWaitingListenerIsNotIdle() {
		try (TestApplication application = application(Events.class, Listening.class)
			.property("nats.listener.idle-event-after", "1s")
			.start(server.url())) {
			Listening listening = application.bean(Listening.class);
			listening.gate = new CountDownLatch(1);
			application.listener("core").pause();
			application.listener("seldom").stop();
			publish(application, 0, 1);
			TestApplication.pass(Duration.ofMillis(1700));
			assertThat(events(application).of("consumer")).isEmpty();
			assertThat(events(application).of("core")).isEmpty();
			application.listener("core").resume();
			TestApplication.pass(Duration.ofMillis(600));
			assertThat(events(application).of("core")).isEmpty();
			listening.gate.countDown();
			server.kill();
			application.awaitState("consumer", ListenerState.WAITING);
			int told = events(application).of("consumer").size();
			TestApplication.pass(Duration.ofMillis(1700));
			assertThat(events(application).of("consumer")).hasSize(told);
			server.restart();
			application.awaitState("consumer", ListenerState.RUNNING);
			TestApplication.await(() -> events(application).of("consumer").contains("Idle"));
		}
	}

	@Test
	void areNotToldByDefault() {
		try (TestApplication application = application(Events.class, Listening.class).start(server.url())) {
			TestApplication.pass(Duration.ofMillis(800));
			assertThat(events(application).all).isEmpty();
		}
	}

	static class Events {

		final List<NatsListenerEvent> all = new CopyOnWriteArrayList<>();

		List<String> of(String id) {
			return this.all.stream()
				.filter((event) -> event.listener().id().equals(id))
				.map((event) -> event.getClass().getSimpleName())
				.toList();
		}

		@EventListener
		void idle(NatsListenerEvent.Idle event) {
			this.all.add(event);
			throw new IllegalStateException("who listens fails");
		}

		@EventListener
		void noLongerIdle(NatsListenerEvent.NoLongerIdle event) {
			this.all.add(event);
		}

	}

	static class Listening {

		volatile CountDownLatch gate = new CountDownLatch(0);

		@NatsListener(subjects = "core", id = "core")
		void core(String payload) {
		}

		@NatsListener(subjects = "j.work", durable = "worker", id = "consumer")
		void consumer(String payload) throws InterruptedException {
			this.gate.await();
		}

		@NatsListener(subjects = "seldom", id = "seldom", idleEventAfter = "1h")
		void seldom(String payload) {
		}

	}

}

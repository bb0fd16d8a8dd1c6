package dev.natsboot.listener;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.natsboot.TestApplication;
import dev.natsboot.actuate.NatsListenersHealthIndicator;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.jetstream.ConsumerUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Consumers that are paused on the server, by the application or by somebody else.
 */
class ServerPauseTests extends JetStreamTestBase {

	private static final Instant LATER = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3600);

	private static void awaitHandled(TestApplication application, String payload) {
		TestApplication.await(() -> application.bean(Worker.class).seen.contains(payload));
	}

	@Test
	void isPausedAndResumedByTheApplication() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			Worker worker = application.bean(Worker.class);
			NatsListenerContainer listener = application.listener("worker");
			listener.pauseUntil(LATER);
			assertThat(consumer().getPaused()).isTrue();
			assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
			assertThat(listener.pausedUntil()).isEqualTo(LATER);
			assertThat(listener.waitingFor()).isNull();
			Health health = application.bean(NatsListenersHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("worker")).asString().contains("state=PAUSED", "pausedUntil=" + LATER);
			application.nats().publish("j.work", "paused");
			TestApplication.pass(Duration.ofMillis(600));
			assertThat(worker.seen).isEmpty();
			listener.resume();
			awaitHandled(application, "paused");
			awaitSettled();
			assertThat(consumer().getPaused()).isFalse();
			assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(worker.events).containsExactly("Started", "Paused " + LATER, "Started");
		}
	}

	@Test
	void goesOnByItselfAtTheTime() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			application.listener("worker").pauseUntil(Instant.now().plusSeconds(1));
			application.nats().publish("j.work", "paused");
			awaitHandled(application, "paused");
			application.awaitState("worker", ListenerState.RUNNING);
			TestApplication.await(() -> application.bean(Worker.class).events.size() == 3);
			assertThat(application.bean(Worker.class).events.get(2)).isEqualTo("Started");
		}
	}

	@Test
	void isSeenWhenSomebodyElsePausesIt() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			this.management.pauseConsumer("J", "worker", ZonedDateTime.now().plusHours(1));
			application.nats().publish("j.work", "paused");
			application.awaitState("worker", ListenerState.PAUSED);
			this.management.resumeConsumer("J", "worker");
			awaitHandled(application, "paused");
			application.awaitState("worker", ListenerState.RUNNING);
			assertThat(application.bean(Worker.class).events).noneMatch((event) -> event.startsWith("Recovered"));
		}
	}

	@Test
	void outlivesItsConsumerAndItsServer() throws Exception {
		try (TestApplication application = application(Worker.class).start(server.url())) {
			NatsListenerContainer listener = application.listener("worker");
			listener.pauseUntil(LATER);
			application.nats().publish("j.work", "paused");
			this.management.deleteConsumer("J", "worker");
			eventually(() -> Boolean.TRUE.equals(consumer().getPaused()));
			server.kill();
			application.awaitState("worker", ListenerState.WAITING);
			server.restart();
			application.awaitState("worker", ListenerState.PAUSED);
			assertThat(listener.pausedUntil()).isEqualTo(LATER);
			listener.pause();
			listener.resume();
			awaitHandled(application, "paused");
			assertThat(consumer().getPaused()).isFalse();
		}
	}

	@Test
	void onlyDurableConsumersThatAreServedCanBePaused() {
		try (TestApplication application = application(Worker.class, Others.class).start(server.url())) {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> application.listener("core").pauseUntil(LATER))
				.withMessageContaining("core");
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> application.listener("replay").pauseUntil(LATER));
			application.listener("worker").stop();
			assertThatExceptionOfType(ConsumerUnavailableException.class)
				.isThrownBy(() -> application.listener("worker").pauseUntil(LATER));
		}
	}

	static class Worker {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final List<String> events = new CopyOnWriteArrayList<>();

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) {
			this.seen.add(payload);
		}

		@EventListener
		void event(NatsListenerEvent event) {
			this.events.add(event.getClass().getSimpleName()
					+ ((event instanceof NatsListenerEvent.Paused paused) ? " " + paused.until() : ""));
		}

	}

	static class Others {

		@NatsListener(subjects = "core", id = "core")
		void core(String payload) {
		}

		@NatsListener(subjects = "j.work", deliver = "new", id = "replay")
		void replay(String payload) {
		}

	}

}
